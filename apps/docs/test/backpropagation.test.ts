import { referenceBackend, useBackend } from '@descent/core';
import type { Page } from 'playwright-core';
import { afterAll, beforeAll, describe, expect, it } from 'vitest';
import { byAutograd, type OracleNet } from './backprop-oracle.js';
import { inDemo as inDemoOf, press, says, set, still } from './demo.js';
import { inFull } from './is-full.js';
import { Site } from './site.js';

let site: Site;
beforeAll(async () => {
  await useBackend(referenceBackend());
  site = await Site.open();
});
afterAll(() => site?.close());

const path = '/learn/backpropagation/';
const inQuiz = inDemoOf(() => site, path, 'backprop-quiz');
const inAnyDemo = inDemoOf(() => site, path, 'backprop-graph');
/** Once there are numbers. */
const inDemo: typeof inAnyDemo = (look, options, hash) =>
  inAnyDemo(
    async (page) => {
      await page.locator('.graph [data-of="a.1"]').waitFor();
      await look(page);
    },
    options,
    hash,
  );

/** How the demo begins, written down once more. */
const start: OracleNet = {
  g: 'sigmoid',
  x: [1, 0.5],
  y: [1, 0],
  rate: 0.5,
  weights: [
    [0.1, -0.2, 0.6, -0.4, -0.3, 0.8],
    [0.2, -0.1, 0.7, -0.5, -0.9, 0.4],
  ],
};

/** Numbers on the page: the name, all digits, and what is read. */
type Shown = readonly (readonly [name: string, exact: number, text: string])[];

/** Those of now, or of a sub-step to which the slider goes first. */
function shown(page: Page, place?: number): Promise<Shown> {
  return page.evaluate((wanted) => {
    const slider = document.querySelector<HTMLInputElement>('[name=scrub]');
    if (slider && wanted !== undefined) {
      slider.value = String(wanted);
      slider.dispatchEvent(new Event('input', { bubbles: true }));
    }
    return [...document.querySelectorAll<HTMLInputElement>('[data-of]')].map((element) => {
      const { of = '', exact } = element.dataset;
      return [of, Number(exact), element.value ?? element.textContent] as const;
    });
  }, place);
}

const read = (text: string): number => Number(text.replaceAll('−', '-'));

/** What is measured by nudging has the rounding of the loss; its slope has it over the width of the nudges. */
function toleranceOf(name: string, right: number): number {
  const rounding = 1e-5 * Math.abs(right);
  if (name.startsWith('nudged')) return 5e-5 + rounding;
  return name.startsWith('difference') ? 1e-6 + rounding : 1e-6;
}

/** What is wrong on the page, if anything: numbers that are not autograd's, or that are not rounded as shown. */
function faults(numbers: Shown, oracle: ReadonlyMap<string, number>): string[] {
  return numbers.flatMap(([name, exact, text]) => {
    const right = oracle.get(name);
    if (right === undefined) return [`${name} is none of the net’s`];
    if (!(Math.abs(exact - right) <= toleranceOf(name, right)))
      return [`${name} is ${exact}, autograd says ${right}`];
    const decimals = text.split('.')[1]?.length ?? 0;
    const isRounded = Math.abs(read(text) - exact) <= 0.5 * 10 ** -decimals + 1e-7;
    return isRounded ? [] : [`${name} is ${exact} and shown as ${text}`];
  });
}

async function lastPlace(page: Page): Promise<number> {
  return Number(await page.locator('[name=scrub]').getAttribute('max'));
}

/** Looks at every sub-step; gives what was shown. */
async function lookThrough(page: Page, oracle: ReadonlyMap<string, number>): Promise<ReadonlySet<string>> {
  const seen = new Set<string>();
  const last = await lastPlace(page);
  for (let place = 0; place <= last; place++) {
    const numbers = await shown(page, place);
    expect(faults(numbers, oracle), `sub-step ${place}`).toEqual([]);
    for (const [name] of numbers) seen.add(name);
  }
  for (const name of ['loss', 'nextLoss']) {
    const text = (await page.locator(`[data-value=${name}]`).textContent()) ?? '';
    expect(Math.abs(read(text) - (oracle.get(name) as number))).toBeLessThanOrEqual(1e-6);
  }
  return seen;
}

describe('the backpropagation demo', () => {
  it('shows autograd’s numbers at every sub-step, all of them, and the update of the lecture', () =>
    inDemo(async (page) => {
      const oracle = byAutograd(start);
      const seen = await lookThrough(page, oracle);
      // a_0 is the constant 1; every other number of the step has been on screen.
      expect([...oracle.keys()].filter((name) => !seen.has(name))).toEqual([]);
      expect(await lastPlace(page)).toBe(1 + 4 + 1 + 4 + 12 + 1 - 1);
    }));

  it.each<[string, OracleNet, string]>([
    [
      'one output, tanh',
      {
        g: 'tanh',
        x: [-1.5, 0.75],
        y: [-0.5],
        rate: 2,
        weights: [
          [0.3, -0.7, 1.2, 0.4, -0.6, 0.9],
          [-0.2, 1.5, -1.1],
        ],
      },
      '#backprop?net=2-2-1&g=tanh&x1=-1.5&x2=0.75&y1=-0.5&rate=2&w=0.3,-0.7,1.2,0.4,-0.6,0.9,-0.2,1.5,-1.1',
    ],
    [
      'two outputs, ReLU, with a dead unit',
      {
        g: 'relu',
        x: [2, -1],
        y: [0.25, 1],
        rate: 0.1,
        weights: [
          [-4, 0.5, 0.3, 1.4, 0.2, -0.6],
          [0.4, 0.1, 0.9, -0.8, 1.3, 0.7],
        ],
      },
      '#backprop?g=relu&x1=2&x2=-1&y1=0.25&y2=1&rate=0.1&w=-4,0.5,0.3,1.4,0.2,-0.6,0.4,0.1,0.9,-0.8,1.3,0.7',
    ],
  ])('does so for a net from a link: %s', (_, net, link) =>
    inDemo(async (page) => void (await lookThrough(page, byAutograd(net))), still, link),
  );

  it('obeys the lecture’s rules for Δ, where two errors add up', () => {
    const at = (name: string): number => byAutograd(start).get(name) as number;
    for (const [i, y] of [
      [5, 1],
      [6, 0],
    ]) {
      expect(at(`delta.${i}`)).toBeCloseTo(((y as number) - at(`a.${i}`)) * at(`slope.${i}`), 6);
    }
    for (const j of [3, 4]) {
      const share = at(`w.${j}.5`) * at('delta.5') + at(`w.${j}.6`) * at('delta.6');
      expect(at(`delta.${j}`)).toBeCloseTo(at(`slope.${j}`) * share, 6);
    }
  });

  it('computes anew when the reader sets a weight or an input', () =>
    inDemo(async (page) => {
      const field = page.getByRole('textbox', { name: 'weight w₃₆', exact: false });
      await field.fill('1,25');
      await field.press('Enter');
      await field.press('ArrowUp');
      await set(page, 'x2', '-1.5');
      await page.waitForFunction(
        () => document.querySelector<HTMLElement>('[data-of="a.2"]')?.dataset.exact === '-1.5',
      );
      const [hidden, outputs] = start.weights as [number[], number[]];
      const weights = [hidden, outputs.with(3, 1.3)];
      await lookThrough(page, byAutograd({ ...start, x: [1, -1.5], weights }));
      await press(page, 'Reset');
      await page.waitForFunction(
        () => document.querySelector<HTMLElement>('[data-of="a.2"]')?.dataset.exact === '0.5',
      );
      expect(faults(await shown(page), byAutograd(start))).toEqual([]);
    }));

  it('takes the step: the new weights, and the loss that was foretold', () =>
    inDemo(async (page) => {
      const oracle = byAutograd(start);
      await press(page, 'Take the step');
      await page.locator('[data-value=taken]').filter({ hasText: '1' }).waitFor();
      const weights = [
        ['0.3', '0.4', '1.3', '1.4', '2.3', '2.4'],
        ['0.5', '0.6', '3.5', '3.6', '4.5', '4.6'],
      ].map((names) => names.map((name) => oracle.get(`next.${name}`) as number));
      const after = byAutograd({ ...start, weights });
      expect(after.get('loss')).toBeCloseTo(oracle.get('nextLoss') as number, 6);
      expect(after.get('loss')).toBeLessThan(oracle.get('loss') as number);
      await lookThrough(page, after);
    }));

  inFull('is gone through by buttons, by keys in the graph, and by pressing what is to be seen', () =>
    inDemo(async (page) => {
      const place = (): Promise<string> => page.locator('[name=scrub]').inputValue();
      expect(await page.getByRole('button', { name: 'Back' }).isDisabled()).toBe(true);
      await press(page, 'Next');
      await says(page, /^Unit 3 adds up its inputs to 0\.5500 and gives/);
      await page.locator('.graph [tabindex="0"]').focus();
      await page.keyboard.press('ArrowRight');
      expect(await place()).toBe('2');
      expect(await page.evaluate(() => document.activeElement?.getAttribute('aria-label'))).toMatch(
        /^hidden unit 4, a = /,
      );
      await page.keyboard.press('Enter');
      await says(page, /^Unit 4: error/);
      await page.keyboard.press('End');
      await says(page, /^All weights are updated: the loss falls/);
      expect(await page.getByRole('button', { name: 'Next' }).isDisabled()).toBe(true);
      await page.getByRole('button', { name: /^weight from unit 1 to unit 3:/ }).click();
      await says(page, /^The weight from unit 1 to unit 3 changes from 0\.6000 to /);
      await page.locator('.matrices td.lit').waitFor();
    }),
  );

  inFull('brings a state back by its link', () =>
    inDemo(async (page) => {
      await set(page, 'net', '2-2-1');
      await set(page, 'scrub', '5');
      await press(page, 'Copy link');
      await page.waitForFunction(() => location.hash.includes('net=2-2-1'));
      await page.reload();
      await page.locator('[data-demo=backprop-graph] .graph [data-of="a.1"]').waitFor();
      expect(await page.locator('[name=scrub]').inputValue()).toBe('5');
      expect(await page.locator('[name=net]').inputValue()).toBe('2-2-1');
    }),
  );

  inFull('plays once by itself on screen, and never where the reader wants no motion', async () => {
    await inDemo((page) => says(page, /^All weights are updated/), {});
    await inDemo(async (page) => {
      expect(await page.getByRole('button', { name: 'Play', exact: true }).count()).toBe(1);
      expect(await page.locator('[name=scrub]').inputValue()).toBe('0');
    });
  });

  inFull('fits a phone', () =>
    inDemo(
      async (page) => {
        for (const place of ['0', '3', '9', '14', '22']) {
          await set(page, 'scrub', place);
          expect(await page.evaluate(() => document.documentElement.scrollWidth)).toBe(360);
        }
      },
      { ...still, viewport: { width: 360, height: 740 }, hasTouch: true },
    ),
  );
});

describe('the questions', () => {
  it('take answers to 1 %, and say what is wrong with others', () =>
    inQuiz(async (page) => {
      await says(page, /^A net of 2 inputs/);
      const numbers = new Map((await shown(page)).map(([name, exact]) => [name, exact]));
      const at = (name: string): number => numbers.get(name) as number;
      const delta5 = (at('y.5') - at('a.5')) * at('a.5') * (1 - at('a.5'));
      const delta3 = at('w.3.5') * delta5 * at('a.3') * (1 - at('a.3'));
      const answer = async (name: string, value: number): Promise<void> => {
        await page.locator(`[name=${name}]`).fill(String(value));
        await page.locator(`[data-action=check-${name}]`).click();
      };
      await answer('output', delta5 * 1.02);
      await says(page, /Not yet/);
      await answer('output', delta5 * 1.005);
      await says(page, /Right/);
      await answer('hidden', delta3);
      await says(page, /Δ₃.* Right/);
      await answer('weight', at('a.1') * delta3);
      await says(page, /the sign is not/);
      await answer('weight', -at('a.1') * delta3);
      await says(page, /w₁₃\? Right/);
      await press(page, 'Another net');
      await says(page, /^A net of 2 inputs/);
      expect(await page.locator('[name=output]').inputValue()).toBe('');
    }));
});
