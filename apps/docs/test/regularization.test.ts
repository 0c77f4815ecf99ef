import type { Page } from 'playwright-core';
import { afterAll, beforeAll, describe, expect, it } from 'vitest';
import { hashOfLink, inDemo as inDemoOf, numberIn, press, says, set, still } from './demo.js';
import { inFull } from './is-full.js';
import { Site } from './site.js';

let site: Site;
beforeAll(async () => {
  site = await Site.open();
});
afterAll(() => site?.close());

const path = '/learn/regularization/';
const inPenalty = inDemoOf(() => site, path, 'penalty');
const inDropout = inDemoOf(() => site, path, 'dropout');
const inStopping = inDemoOf(() => site, path, 'early-stopping');

const text = async (page: Page, name: string): Promise<string> =>
  (await page.locator(`[data-value=${name}]:not(:empty)`).textContent()) ?? '';

/** Trains until there were that many steps. */
async function trainTo(page: Page, steps: number): Promise<void> {
  await press(page, 'Train');
  await page.waitForFunction(
    (least) => Number(document.querySelector('[data-value=step]')?.textContent) >= least,
    steps,
  );
  await press(page, 'Pause');
  await page.getByRole('button', { name: 'Train', exact: true }).waitFor();
}

describe('penalties', () => {
  it('L1 makes the weights of noise 0, L2 and none do not; the parts of the cost are those of the formulas', () =>
    inPenalty(async (page) => {
      await set(page, 'speed', 'fast');
      await trainTo(page, 400);
      expect(await text(page, 'noiseZeros')).toBe('15 of 15');
      expect(await text(page, 'otherZeros')).toBe('0 of 5');
      expect(await page.locator('circle.gone').count()).toBe(15);
      expect(await page.locator('rect.gone').count()).toBe(1);
      expect(await page.locator('.same-penalty').getAttribute('d')).not.toMatch(/a/);
      const testLoss = await numberIn(page, 'testLoss');
      // The weights of the bars, from their heights: 316 on 5; λ is 0.4.
      const sizes = await page
        .locator('svg[aria-label^="The twenty weights"] rect')
        .evaluateAll((bars) => bars.map((bar) => (Number(bar.getAttribute('height')) * 5) / 316));
      const sum = sizes.reduce((a, b) => a + b, 0);
      expect(await numberIn(page, 'complexity')).toBeCloseTo(0.4 * sum, 1);

      // On from these weights.
      await set(page, 'penalty', 'l2');
      await page.locator('[data-value=noiseZeros]').filter({ hasText: '15 of' }).waitFor();
      await trainTo(page, 700);
      expect(await text(page, 'noiseZeros')).toBe('0 of 15');
      expect(await numberIn(page, 'largestNoise')).toBeGreaterThan(0.01);
      expect(await page.locator('.same-penalty').getAttribute('d')).toMatch(/a/);
      await set(page, 'penalty', 'none');
      await page.locator('[data-value=complexity]').filter({ hasText: '0.000' }).waitFor();
      await trainTo(page, 1000);
      expect(await text(page, 'noiseZeros')).toBe('0 of 15');
      // Most features mean nothing, which is what L1 assumes.
      expect(testLoss).toBeGreaterThan(0.25);
      const free = await numberIn(page, 'testLoss');
      await set(page, 'penalty', 'l1');
      await set(page, 'strength', '-1');
      await trainTo(page, 1300);
      expect(await numberIn(page, 'testLoss')).toBeLessThan(free);
    }));

  it('make the sum of loss and complexity smaller, step by step; the link keeps what is set', () =>
    inPenalty(
      async (page) => {
        const cost = async () => (await numberIn(page, 'loss')) + (await numberIn(page, 'complexity'));
        const before = await cost();
        for (let i = 1; i <= 3; i++) {
          await press(page, 'Step');
          await says(page, new RegExp(`^After ${i} step`));
        }
        expect(await cost()).toBeLessThan(before);
        await set(page, 'penalty', 'decay');
        await page.locator('[data-value=complexity]').filter({ hasText: '0.000' }).waitFor();
        await set(page, 'optimizer', 'adam');
        await press(page, 'Step');
        await says(page, /^After 4 steps/);
        expect(await hashOfLink(page)).toBe('#penalty?penalty=decay&strength=1&optimizer=adam');
      },
      still,
      '#penalty?strength=1',
    ));
});

it('dropout leaves out units, and the mean of many thinned nets is what the whole net answers', () =>
  inDropout(async (page) => {
    await trainTo(page, 40);
    const size = await numberIn(page, 'size');
    expect(size).toBeGreaterThan(0.1);
    const crossed = await page.locator('.thinned .cross').count();
    expect(await text(page, 'out')).toBe(`${crossed} of 12`);
    // Every unit that is kept has three connections.
    expect(await page.locator('.thinned .link').count()).toBe(3 * (12 - crossed));
    expect(await page.locator('.tiles canvas').count()).toBe(16);
    const few = await numberIn(page, 'difference');
    await set(page, 'masks', '4096');
    await says(page, /mean of 4096/);
    const many = await numberIn(page, 'difference');
    expect(many).toBeLessThan(few / 4);
    // A unit's share of a logit strays by its size; of 4096 nets the mean strays by a 64th.
    expect(many).toBeLessThan(0.3 * size);
    await set(page, 'mode', 'use');
    await says(page, /in use no unit is left out/);
    expect(await page.locator('.thinned .cross').count()).toBe(0);
    await set(page, 'rate', '0');
    await page.locator('[data-value=difference]').filter({ hasText: '0.000' }).waitFor();
  }));

describe('early stopping', () => {
  inFull('marks the best step, and goes back to its weights', () =>
    inStopping(async (page) => {
      await set(page, 'speed', 'fast');
      await press(page, 'Train');
      await says(page, /^The last step is done/);
      const [best, last] = [await numberIn(page, 'bestLoss'), await numberIn(page, 'validationLoss')];
      expect(best).toBeLessThan(last);
      const training = await numberIn(page, 'trainingLoss');
      const step = await numberIn(page, 'bestStep');
      const mark = await page
        .locator('.learning-curves line.best')
        .evaluate((line) => Number(line.getAttribute('x1')));
      // The axis of 600 steps ends at 1000, from 34 on 316 wide.
      expect(mark).toBeCloseTo(34 + (316 * step) / 1000, 0);
      await press(page, 'Go to the best');
      await says(page, new RegExp(`^The net has the weights of step ${step}\\.`));
      expect(await numberIn(page, 'validationLoss')).toBeCloseTo(best, 3);
      expect(await numberIn(page, 'trainingLoss')).toBeGreaterThan(training);
    }),
  );

  it('stops by itself after its patience, and follows a schedule of the rate', () =>
    inStopping(
      async (page) => {
        await set(page, 'speed', 'fast');
        await press(page, 'Train');
        await says(page, /^Stopped early/);
        const step = await numberIn(page, 'bestStep');
        expect(await numberIn(page, 'at')).toBe(step);
        // The last look was at step + 25: half a cosine over 600 steps, from 0.02.
        const rate = 0.01 * (1 + Math.cos((Math.PI * (step + 25)) / 600));
        expect(await numberIn(page, 'rate')).toBeCloseTo(rate, 4);
      },
      { ...still, viewport: { width: 360, height: 740 }, hasTouch: true },
      '#stopping?patience=25&schedule=cosine',
    ));
});
