import type { Page } from 'playwright-core';
import { afterAll, beforeAll, describe, expect, it } from 'vitest';
import { examples } from '../src/demos/loss-race/protocol.js';
import { hashOfLink, inDemo as inDemoOf, numberIn, press, says, set, still } from './demo.js';
import { inFull } from './is-full.js';
import { becomes } from './numbers.js';
import { Site } from './site.js';

let site: Site;
beforeAll(async () => {
  site = await Site.open();
});
afterAll(() => site?.close());

const path = '/learn/losses/';
const inCurves = inDemoOf(() => site, path, 'loss-curves');
const inSum = inDemoOf(() => site, path, 'loss-sum');
const inSoftmax = inDemoOf(() => site, path, 'softmax');
const inRace = inDemoOf(() => site, path, 'loss-race');

const sigmoid = (z: number): number => 1 / (1 + Math.exp(-z));

describe('the curves of both losses', () => {
  it.each([1, 0])('have the values and slopes of the formulas for class %d', (y) =>
    inCurves(
      async (page) => {
        for (const z of [-8, -2, 0, 3.5]) {
          const p = sigmoid(z);
          await set(page, 'logit', String(z));
          await becomes(page, 'probability', p, 4);
          for (const axis of ['logit', 'probability']) {
            await set(page, 'axis', axis);
            await becomes(page, 'squared', (y - p) ** 2, 4);
            await becomes(page, 'log', -y * Math.log(p) - (1 - y) * Math.log(1 - p), 3);
            await becomes(page, 'squaredSlope', 2 * (p - y) * p * (1 - p), 3);
            await becomes(page, 'logSlope', p - y, 3);
          }
        }
      },
      still,
      `#losses?y=${y}`,
    ),
  );

  inFull('are drawn through the same values, with arrows downhill', () =>
    inCurves(async (page) => {
      await set(page, 'axis', 'logit');
      await says(page, /wrong/);
      const step = (kind: string) =>
        page
          .locator(`svg:visible .${kind}-step`)
          .first()
          .evaluate((line) => Number(line.getAttribute('x2')) - Number(line.getAttribute('x1')));
      // The logit axis has 16 units on 316.
      const p = sigmoid(-2);
      expect(await step('log')).toBeCloseTo(((1 - p) * 316) / 16, 1);
      expect(await step('squared')).toBeCloseTo((2 * (1 - p) * p * (1 - p) * 316) / 16, 1);
    }),
  );

  inFull('are moved along by dragging and by arrow keys, over the probability too', () =>
    inCurves(async (page) => {
      const handle = page.locator('svg:visible .handle').first();
      await handle.focus();
      await page.keyboard.press('Shift+ArrowRight');
      await becomes(page, 'probability', sigmoid(-2) + 0.1);
      const box = await handle.locator('rect').boundingBox();
      if (!box) throw new Error('the handle is not on the page');
      await page.mouse.move(box.x + box.width / 2, box.y + box.height / 2);
      await page.mouse.down();
      await page.mouse.move(box.x + 120, box.y - 40, { steps: 4 });
      await page.mouse.up();
      await page.waitForFunction(
        () => Number(document.querySelector('[data-value=probability]')?.textContent) > 0.4,
      );
    }),
  );

  inFull('say that squared error hardly pulls where the answer is wrong and sure', () =>
    inCurves(async (page) => {
      await set(page, 'logit', '-8');
      await says(page, /wrong, and sure of it.* with 0\.00067, log loss with 1\./);
      expect(await hashOfLink(page)).toBe('#losses?logit=-8');
      await press(page, 'Reset');
      await becomes(page, 'probability', sigmoid(-2), 4);
    }),
  );
});

describe('the table of losses', () => {
  const type = async (page: Page, field: number, text: string): Promise<void> => {
    await page.locator(`[name=examples${field}]`).fill(text);
    await page.locator(`[name=examples${field}]`).press('Enter');
  };

  it('sums and averages, and stays finite where the probability is 0 or 1', () =>
    inSum(async (page) => {
      const logs = [Math.log1p(Math.exp(-2)), Math.log1p(Math.exp(-1)), 120, 120];
      const sum = logs.reduce((a, b) => a + b, 0);
      await becomes(page, 'sum', sum);
      await becomes(page, 'mean', sum / 4);
      const squares = [(1 - sigmoid(2)) ** 2, sigmoid(-1) ** 2, 1, 1];
      await becomes(page, 'mse', squares.reduce((a, b) => a + b, 0) / 4);
      const cell = (name: string) => page.locator(`[data-value=${name}]`).textContent();
      expect(await cell('probability3')).toMatch(/^0$|e−/);
      expect(await cell('probability4')).toBe('1');
      expect(await cell('naive4')).toBe('∞');
      expect(await numberIn(page, 'exact3')).toBe(120);
      expect(await numberIn(page, 'exact4')).toBe(120);
      expect(await numberIn(page, 'clipped4')).toBeCloseTo(-Math.log(1e-7), 0);
      expect(await numberIn(page, 'naive1')).toBeCloseTo(logs[0] as number, 3);
      await says(page, /as written gives no number/);
    }));

  it('shows what the formula as written makes of a perfect answer', () =>
    inSum(async (page) => {
      await type(page, 1, '120');
      await page.locator('[data-value=naive1]').filter({ hasText: 'NaN' }).waitFor();
      expect(await numberIn(page, 'exact1')).toBe(0);
      await type(page, 0, '5');
      expect(await page.locator('[name=examples0]').inputValue()).toBe('1');
    }));
});

describe('the race of both losses', () => {
  /** The two neurons by their formulas. */
  function neuronsAfter(steps: number, rate: number, start: number) {
    const descend = (slope: (p: number, y: number) => number) => {
      let [w, b] = [0, start];
      for (let i = 0; i < steps; i++) {
        const slopes = examples.map(({ x, y }) => [slope(sigmoid(w * x + b), y), x] as const);
        const mean = (f: (s: number, x: number) => number) =>
          slopes.reduce((sum, [s, x]) => sum + f(s, x), 0) / slopes.length;
        [w, b] = [w - rate * mean((s, x) => s * x), b - rate * mean((s) => s)];
      }
      return { w, b };
    };
    return { squared: descend((p, y) => 2 * (p - y) * p * (1 - p)), log: descend((p, y) => p - y) };
  }

  it('takes the steps of the formulas', () =>
    inRace(async (page) => {
      for (let i = 1; i <= 3; i++) {
        await press(page, 'Step');
        await says(page, new RegExp(`^After ${i} step`));
      }
      const { squared, log } = neuronsAfter(3, 1, -6);
      expect(await numberIn(page, 'squaredWeight')).toBeCloseTo(squared.w, 2);
      expect(await numberIn(page, 'logWeight')).toBeCloseTo(log.w, 2);
    }));

  inFull('leaves squared error stuck where log loss has long arrived', () =>
    inRace(async (page) => {
      for (let i = 1; i <= 30; i++) {
        await press(page, 'Step');
        await says(page, new RegExp(`^After ${i} step`));
      }
      expect(await page.locator('[data-value=squaredAccuracy]').textContent()).toBe('50 %');
      expect(
        Number.parseInt((await page.locator('[data-value=logAccuracy]').textContent()) ?? '', 10),
      ).toBeGreaterThan(80);
    }),
  );

  inFull('hurts log loss more where labels are wrong', () =>
    inRace(
      async (page) => {
        await press(page, 'Train');
        await set(page, 'speed', 'fast');
        await page.waitForFunction(
          () => Number(document.querySelector('[data-value=step]')?.textContent) > 300,
        );
        expect(await numberIn(page, 'squaredWeight')).toBeGreaterThan(
          2 * (await numberIn(page, 'logWeight')),
        );
      },
      still,
      '#race?noise=1&bias=0&rate=5',
    ),
  );
});

it('softmax shares 1 among three classes, and the slopes are the errors', () =>
  inSoftmax(async (page) => {
    const check = async (logits: number[], right: number): Promise<void> => {
      const powers = logits.map(Math.exp);
      const total = powers.reduce((a, b) => a + b, 0);
      for (const [i, power] of powers.entries()) {
        await becomes(page, `p${i + 1}`, power / total);
        await becomes(page, `slope${i + 1}`, power / total - (i === right ? 1 : 0));
      }
      await becomes(page, 'loss', -Math.log((powers[right] as number) / total));
    };
    await check([-1, 2, 0.5], 0);
    await page.locator('.handle').nth(2).focus();
    await page.keyboard.press('Shift+ArrowUp');
    await set(page, 'y', '3');
    await check([-1, 2, 1.5], 2);
  }));
