import type { Page } from 'playwright-core';
import { afterAll, beforeAll, describe, expect, it } from 'vitest';
import { inDemo as inDemoOf, numberIn, press, says, set, still } from './demo.js';
import { inFull } from './is-full.js';
import { Site } from './site.js';

let site: Site;
beforeAll(async () => {
  site = await Site.open();
});
afterAll(() => site?.close());

const path = '/learn/overfitting/';
const inNet = inDemoOf(() => site, path, 'overfit');
const inCapacity = inDemoOf(() => site, path, 'capacity');
const inPeeking = inDemoOf(() => site, path, 'peeking');

async function type(page: Page, label: string, value: string): Promise<void> {
  const field = page.getByLabel(`${label}, as a number`);
  await field.fill(value);
  await field.blur();
}

/** Trains to the last step. */
async function train(page: Page): Promise<void> {
  await says(page, /^At the start/);
  await press(page, 'Train');
  await says(page, /the last/);
}

const percent = async (page: Page, name: string): Promise<number> =>
  Number.parseFloat((await page.locator(`[data-value=${name}]`).textContent()) ?? '');

describe('a net on noisy points', () => {
  it('has a gap that grows with its size, and shrinks with more points', () =>
    inNet(async (page) => {
      await set(page, 'speed', 'fast');
      const gaps: number[] = [];
      for (const width of ['1', '4', '16']) {
        await type(page, 'Neurons in each layer', width);
        await train(page);
        gaps.push(await numberIn(page, 'gap'));
        expect(await numberIn(page, 'gap')).toBeCloseTo(
          (await numberIn(page, 'testLoss')) - (await numberIn(page, 'trainingLoss')),
          2,
        );
      }
      expect(gaps[1]).toBeGreaterThan(2 * Math.max(0.05, gaps[0] as number));
      expect(gaps[2]).toBeGreaterThan(gaps[1] as number);
      // 2 · 16 + 16, 16 · 16 + 16, 16 + 1.
      expect(await numberIn(page, 'parameters')).toBe(337);
      expect(await percent(page, 'trainingAccuracy')).toBeGreaterThanOrEqual(99);
      await set(page, 'points', '1000');
      await train(page);
      expect(await numberIn(page, 'gap')).toBeLessThan((gaps[2] as number) / 2);
    }));

  inFull('learns labels of a coin by heart, and nothing else; its curves are drawn to the end', () =>
    inNet(
      async (page) => {
        await set(page, 'speed', 'fast');
        await train(page);
        expect(await percent(page, 'trainingAccuracy')).toBe(100);
        expect(Math.abs((await percent(page, 'testAccuracy')) - 50)).toBeLessThan(10);
        const curve = (kind: string) =>
          page
            .locator(`.${kind}`)
            .evaluate((line) =>
              (line.getAttribute('points') ?? '').split(' ').map((pair) => pair.split(',').map(Number)),
            );
        const [training, test] = [await curve('training-curve'), await curve('test-curve')];
        expect(training.length).toBeGreaterThan(100);
        // 1000 steps fill the axis, from 34 on 316 wide.
        expect(training.at(-1)?.[0]).toBeGreaterThan(340);
        // The test loss lies above the training loss: y runs downwards.
        expect(test.at(-1)?.[1]).toBeLessThan((training.at(-1)?.[1] as number) - 20);
        // What is shown does not change what is learned.
        await set(page, 'shown', 'test');
        await page.waitForFunction(
          () => (document.querySelector('.classes .one')?.getAttribute('d')?.match(/M/g)?.length ?? 0) > 100,
        );
        expect(await numberIn(page, 'step')).toBe(1000);
      },
      still,
      '#overfit?points=20&random=1',
    ),
  );
});

inFull(
  'errors over the width: the gap grows up to as many weights as points, and the test error falls again behind',
  () =>
    inCapacity(async (page) => {
      const errors = async (width: string) => {
        await type(page, 'Hidden neurons', width);
        await says(page, new RegExp(`^${width} hidden`));
        return {
          training: await numberIn(page, 'trainingError'),
          test: await numberIn(page, 'testError'),
          gap: await numberIn(page, 'gap'),
          bias: await numberIn(page, 'bias'),
          variance: await numberIn(page, 'variance'),
        };
      };
      const [one, few, many, threshold, huge] = [
        await errors('1'),
        await errors('6'),
        await errors('12'),
        await errors('19'),
        await errors('300'),
      ];
      expect(one.gap).toBeLessThan(few.gap);
      expect(few.gap).toBeLessThan(many.gap);
      expect(many.gap).toBeLessThan(threshold.gap);
      expect(one.bias).toBeGreaterThan(one.variance);
      expect(one.bias).toBeGreaterThan(few.bias);
      expect(few.variance).toBeLessThan(many.variance);
      expect(few.variance).toBeLessThan(threshold.variance);
      expect(huge.test).toBeLessThan(threshold.test / 5);
      expect(huge.training).toBeLessThan(1e-3);
      const handle = page.getByRole('slider', { name: 'Hidden neurons; arrow keys change them' });
      await handle.press('Shift+ArrowLeft');
      await says(page, /^290 hidden/);
    }),
);

inFull('the best of fifty looks is good in the test, and no better than a guess on fresh examples', () =>
  inPeeking(async (page) => {
    await set(page, 'speed', 'fast');
    await press(page, 'Train');
    await says(page, /^After 50 looks/);
    const best = await percent(page, 'best');
    expect(best).toBeGreaterThan(58);
    expect(Math.abs((await percent(page, 'fresh')) - 50)).toBeLessThan(5);
    expect(await page.locator('.tries circle').count()).toBe(50);
    await set(page, 'examples', '500');
    await says(page, /No net/);
    await press(page, 'Train');
    await says(page, /^After 50 looks/);
    expect(await percent(page, 'best')).toBeLessThan(best);
  }),
);
