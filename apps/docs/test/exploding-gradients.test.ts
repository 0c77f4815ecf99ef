import type { Page } from 'playwright-core';
import { afterAll, beforeAll, describe, expect, it } from 'vitest';
import { inDemo as inDemoOf, numberIn, press, says, set, still } from './demo.js';
import { becomes } from './numbers.js';
import { Site } from './site.js';

let site: Site;
beforeAll(async () => {
  site = await Site.open();
});
afterAll(() => site?.close());

const path = '/learn/exploding-gradients/';
const inNet = inDemoOf(() => site, path, 'exploding');
const inCliff = inDemoOf(() => site, path, 'cliff');

const shown = async (page: Page, name: string): Promise<string> =>
  (await page.locator(`[data-value=${name}]`).textContent()) ?? '';
const right = async (page: Page): Promise<number> => Number.parseInt(await shown(page, 'accuracy'), 10);

/** Trains until so many steps are done. */
async function train(page: Page, steps: number): Promise<void> {
  await set(page, 'speed', 'fast');
  await press(page, 'Train');
  await page.waitForFunction(
    (wanted) => Number(document.querySelector('[data-value=step]')?.textContent) >= wanted,
    steps,
  );
  await press(page, 'Pause');
  await page.getByRole('button', { name: 'Train', exact: true }).waitFor();
}

describe('a net with large weights', () => {
  it('explodes within a few steps, and says in which layer; what was before is kept', () =>
    inNet(async (page) => {
      await says(page, /Before the first step/);
      const loss = await numberIn(page, 'loss');
      expect(loss).toBeGreaterThan(100);
      await press(page, 'Step');
      await becomes(page, 'step', 1);
      expect(await numberIn(page, 'loss')).toBeGreaterThan(1000 * loss);
      await press(page, 'Train');
      await says(page, /the loss is NaN: layer \d+ is the first whose output is not finite/);
      expect(await shown(page, 'loss')).toBe('NaN');
      expect(await shown(page, 'report')).toMatch(/^fit: epoch \d+, batch 1: .* not finite.*\n +fix: /s);
      expect(await page.getByRole('button', { name: 'Train', exact: true }).isDisabled()).toBe(true);
      await page.locator('[name=scrub]').focus();
      await page.keyboard.press('Home');
      expect(await page.locator('.norm-bars rect:not(.broken)').count()).toBe(10);
      const steps = await page.locator('.loss-ends .cross').count();
      expect(steps).toBe(1);
      await set(page, 'depth', '2');
      await says(page, /Before the first step/);
      await train(page, 40);
      expect(await right(page)).toBeGreaterThan(75);
    }));

  it.each(['Batch norm', 'α a thousandth', 'Clipping'])('is mended by %s', (remedy) =>
    inNet(async (page) => {
      await says(page, /Before the first step/);
      await press(page, remedy);
      await page.locator('button[aria-pressed=true]').waitFor();
      await says(page, /Before the first step/);
      const first = await numberIn(page, 'loss');
      await train(page, 100);
      expect(await numberIn(page, 'loss')).toBeLessThan(first / 4);
      expect(await right(page)).toBeGreaterThan(80);
    }),
  );

  it('survives with smaller weights', () =>
    inNet(
      async (page) => {
        await train(page, 100);
        expect(await right(page)).toBeGreaterThan(80);
      },
      still,
      '#exploding?deviation=0.6',
    ));
});

describe('the cliff', () => {
  it('throws a step far away, and clipping cuts it', () =>
    inCliff(async (page) => {
      const slope = (w: number, n = 30): number => 2 * (w ** n - 1) * n * w ** (n - 1);
      await becomes(page, 'loss', (1.03 ** 30 - 1) ** 2, 2);
      await becomes(page, 'landing', 1.03 - 0.01 * slope(1.03), 2);
      expect(await page.getByRole('button', { name: 'Take the step' }).isDisabled()).toBe(true);
      await press(page, 'Clipping');
      await becomes(page, 'landing', 1.02);
      await becomes(page, 'free', 1.03 - 0.01 * slope(1.03), 2);
      for (const w of [1.02, 1.01, 1]) {
        await press(page, 'Take the step');
        await page.waitForFunction(
          (wanted) =>
            Math.abs(Number(document.querySelector<HTMLInputElement>('[name=w]')?.value) - wanted) < 2e-3,
          w,
        );
        await becomes(page, 'loss', (w ** 30 - 1) ** 2, 1);
      }
      await page.locator('.point').focus();
      await page.keyboard.press('ArrowLeft');
      await press(page, 'Reset');
      await becomes(page, 'loss', (1.03 ** 30 - 1) ** 2, 2);
      // On the plain the gradient is short: nothing is cut.
      await set(page, 'w', '0.9');
      await becomes(page, 'gradient', slope(0.9), 1);
    }));
});
