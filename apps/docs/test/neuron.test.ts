import { afterAll, beforeAll, describe, expect, it } from 'vitest';
import { names } from '../src/demos/activations/protocol.js';
import { dataPoints } from '../src/demos/neuron/protocol.js';
import { hashOfLink, inDemo as inDemoOf, numberIn, press, says, set, still } from './demo.js';
import { inFull } from './is-full.js';
import { becomes } from './numbers.js';
import { Site } from './site.js';

let site: Site;
beforeAll(async () => {
  site = await Site.open();
});
afterAll(() => site?.close());

const path = '/learn/neuron/';
const inNeuron = inDemoOf(() => site, path, 'neuron');
const inActivations = inDemoOf(() => site, path, 'activations');
const inLayer = inDemoOf(() => site, path, 'layer');

const sigmoid = (x: number): number => 1 / (1 + Math.exp(-x));
const formulas: Readonly<Record<string, (x: number) => number>> = {
  relu: (x) => Math.max(0, x),
  sigmoid,
  tanh: Math.tanh,
  linear: (x) => x,
  leakyRelu: (x) => (x < 0 ? 0.2 * x : x),
  softplus: (x) => Math.log1p(Math.exp(x)),
};

describe('the neuron', () => {
  it.each([
    [0.5, 1, -0.8, 1.5, 0.5],
    [-1, 1.2, 0.4, -2, 0.6],
  ])('answers g(w0 + w1 a1 + w2 a2) and its slope: w0 %f, w1 %f, w2 %f, a1 %f, a2 %f', (w0, w1, w2, a1, a2) =>
    inNeuron(
      async (page) => {
        const sum = w0 + w1 * a1 + w2 * a2;
        await becomes(page, 'sum', sum);
        for (const [name, g] of Object.entries(formulas)) {
          await set(page, 'g', name);
          await becomes(page, 'output', g(sum));
          await becomes(page, 'slope', (g(sum + 1e-5) - g(sum - 1e-5)) / 2e-5);
        }
      },
      still,
      `#neuron?w0=${w0}&w1=${w1}&w2=${w2}&a1=${a1}&a2=${a2}`,
    ),
  );

  inFull('follows its handles by arrow keys and by dragging', () =>
    inNeuron(async (page) => {
      await becomes(page, 'sum', 1.6);
      const [foot, head, input] = await Promise.all(
        ['bias', 'weights', 'inputs'].map((label) =>
          page.locator(`[aria-label^="${label}"]`).elementHandle(),
        ),
      );
      await input?.focus();
      await page.keyboard.press('ArrowRight');
      await becomes(page, 'sum', 1.7);
      await head?.focus();
      await page.keyboard.press('ArrowUp');
      await becomes(page, 'sum', 0.5 + 1.6 - 0.7 * 0.5);
      await foot?.focus();
      await page.keyboard.press('Shift+ArrowDown');
      await becomes(page, 'sum', -0.5 + 1.6 - 0.7 * 0.5);
      const box = await input?.boundingBox();
      if (!box) throw new Error('the input is not on the page');
      await page.mouse.move(box.x + box.width / 2, box.y + box.height / 2);
      await page.mouse.down();
      await page.mouse.move(box.x + box.width / 2 - 60, box.y + box.height / 2 - 30, { steps: 4 });
      await page.mouse.up();
      await page.waitForFunction(
        () => Number(document.querySelector<HTMLInputElement>('[name=a1]')?.value) < 1.2,
      );
      const value = async (name: string) => Number(await page.locator(`[name=${name}]`).inputValue());
      await becomes(page, 'sum', -0.5 + (await value('a1')) - 0.7 * (await value('a2')));
    }),
  );

  it('is killed by its bias with ReLU, which the picture and the text say, and not with leaky ReLU', () =>
    inNeuron(async (page) => {
      const furthest = Math.max(...dataPoints.map(([x, y]) => x - 0.8 * y));
      const alive = (count: number) =>
        says(page, new RegExp(`${count} of ${dataPoints.length} examples have`));
      await set(page, 'w0', String(-Math.floor(furthest * 20) / 20));
      await alive(1);
      await set(page, 'w0', String(-Math.ceil(furthest * 20) / 20));
      await says(page, /The neuron is dead/);
      expect(await page.locator('.map.dead').count()).toBe(1);
      expect(await page.locator('.examples .dead').count()).toBe(dataPoints.length);
      await set(page, 'g', 'leakyRelu');
      await alive(dataPoints.length);
      expect(await page.locator('.map.dead').count()).toBe(0);
      await press(page, 'Reset');
      await becomes(page, 'sum', 1.6);
    }));

  inFull('is shared by a link', () =>
    inNeuron(async (page) => {
      await set(page, 'w1', '-0.5');
      await set(page, 'g', 'tanh');
      expect(await hashOfLink(page)).toBe('#neuron?g=tanh&w1=-0.5');
    }),
  );
});

it('twelve activations answer the same sum, with their slopes', () =>
  inActivations(async (page) => {
    const shown = (name: string) => page.locator(`[data-activation=${name}] figcaption span`).textContent();
    const expected = (g: number, slope: number) =>
      `g ${g.toFixed(3)}, g′ ${slope.toFixed(3)}`.replaceAll('-', '−');
    expect(await page.locator('[data-activation]').count()).toBe(names.length);
    await says(page, /At in = 1\.00/);
    expect(await shown('softplus')).toBe(expected(Math.log1p(Math.E), sigmoid(1)));
    await set(page, 'sum', '-2');
    await says(page, /At in = −2\.00/);
    const s = sigmoid(-2);
    expect(await shown('sigmoid')).toBe(expected(s, s * (1 - s)));
    expect(await shown('tanh')).toBe(expected(Math.tanh(-2), 1 - Math.tanh(-2) ** 2));
    expect(await shown('elu')).toBe(expected(Math.expm1(-2), Math.exp(-2)));
    expect(await shown('softsign')).toBe(expected(-2 / 3, 1 / 9));
    expect(await shown('swish')).toBe(expected(-2 * s, s - 2 * s * (1 - s)));
  }));

describe('the layer', () => {
  const sums = [0.5 + 1.5 - 0.4, -1.5 + 0.2, -1 + 0.75 + 0.5];

  it('multiplies by its matrix and bends the sums', () =>
    inLayer(async (page) => {
      for (const [i, sum] of sums.entries()) {
        await becomes(page, `in${i + 1}`, sum);
        await becomes(page, `a${i + 1}`, sigmoid(sum));
      }
      // Bias and second weight of the second neuron.
      await page.locator('[name=weights1]').fill('2');
      await page.locator('[name=weights7]').fill('-1');
      await page.locator('[name=weights7]').press('Enter');
      await becomes(page, 'in2', 2 - 1.5 - 0.5);
      await page.locator('[name=weights0]').focus();
      await page.keyboard.press('ArrowUp');
      await becomes(page, 'in1', 1.7);
    }));

  inFull('shares 1 among its neurons by softmax, sharper when cold', () =>
    inLayer(
      async (page) => {
        for (const temperature of [1, 0.1]) {
          const powers = sums.map((sum) => Math.exp(sum / temperature));
          const total = powers.reduce((a, b) => a + b, 0);
          await set(page, 'temperature', String(Math.log10(temperature)));
          for (const [i, power] of powers.entries()) await becomes(page, `a${i + 1}`, power / total);
        }
        expect(await numberIn(page, 'a1')).toBeGreaterThan(0.99);
      },
      still,
      '#layer?g=softmax',
    ),
  );
});
