import type { Page } from 'playwright-core';
import { afterAll, beforeAll, describe, expect, it } from 'vitest';
import { classCounts, exampleCount } from '../src/demos/deep-net/protocol.js';
import { start } from '../src/demos/gradient-path/protocol.js';
import { hashOfLink, inDemo as inDemoOf, numberIn, press, says, set, still } from './demo.js';
import { becomes } from './numbers.js';
import { Site } from './site.js';

let site: Site;
beforeAll(async () => {
  site = await Site.open();
});
afterAll(() => site?.close());

const path = '/learn/vanishing-gradients/';
const inNet = inDemoOf(() => site, path, 'vanishing');
const inPath = inDemoOf(() => site, path, 'gradient-path');

/** The norms that the bars show, first to last, from their titles. */
const norms = (page: Page): Promise<number[]> =>
  page
    .locator('.norm-bars title')
    .evaluateAll((titles) =>
      titles.map((title) => Number((title.textContent ?? '').replace(/.*: /, '').replaceAll('−', '-'))),
    );

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
const right = async (page: Page): Promise<number> =>
  Number.parseInt((await page.locator('[data-value=accuracy]').textContent()) ?? '', 10);

describe('a deep net', () => {
  it('loses the gradient behind ten sigmoids, and keeps it with ReLU and He', () =>
    inNet(async (page) => {
      await says(page, /^Before the first step .* vanished on the way/);
      expect(await numberIn(page, 'ratio')).toBeLessThan(1e-4);
      const stairs = await norms(page);
      expect(stairs).toHaveLength(10);
      expect(stairs).toEqual([...stairs].sort((a, b) => a - b));
      expect((stairs[0] as number) / (stairs[9] as number)).toBeCloseTo(await numberIn(page, 'ratio'), 6);
      await set(page, 'g', 'tanh');
      await set(page, 'initializer', 'he');
      await set(page, 'g', 'relu');
      await says(page, /^Before the first step .*last layer’s\. /);
      expect(await numberIn(page, 'ratio')).toBeGreaterThan(1e-2);
      // The bars before the change stay as marks.
      expect(await page.locator('.norms-before line').count()).toBe(10);
    }));

  it('learns nothing with sigmoid but the larger class, and learns with batch norm, and with ReLU and He', () =>
    inNet(async (page) => {
      const guess = Math.round((100 * Math.max(...classCounts)) / exampleCount);
      await train(page, 100);
      expect(await right(page)).toBe(guess);
      expect(await numberIn(page, 'norm')).toBeLessThan(1e-4);
      await press(page, 'Batch norm');
      await becomes(page, 'step', 0);
      await train(page, 100);
      expect(await right(page)).toBeGreaterThanOrEqual(95);
      await press(page, 'Batch norm');
      await set(page, 'g', 'relu');
      await set(page, 'initializer', 'he');
      await becomes(page, 'step', 0);
      await train(page, 120);
      expect(await right(page)).toBeGreaterThanOrEqual(90);
      expect(await numberIn(page, 'ratio')).toBeGreaterThan(1e-2);
    }));

  it('gets no gradient at all at the first of 50 layers, since 32 bits have no number for it', () =>
    inNet(
      async (page) => {
        await says(page, /layer 1 is exactly 0 in 32 bits/);
        expect((await norms(page))[0]).toBe(0);
        expect((await norms(page))[49]).toBeGreaterThan(0);
        await set(page, 'initializer', 'he');
        await set(page, 'g', 'relu');
        await says(page, /^Before the first step .*last layer’s\. /);
        expect(await numberIn(page, 'ratio')).toBeGreaterThan(1e-2);
      },
      still,
      '#vanishing?initializer=normal&deviation=0.1&depth=50',
    ));

  it('is looked at layer by layer and step by step, and shared by a link', () =>
    inNet(async (page) => {
      await says(page, /Before/);
      for (let step = 1; step <= 3; step++) {
        await press(page, 'Step');
        await becomes(page, 'step', step);
      }
      const now = await norms(page);
      await page.locator('[name=scrub]').focus();
      await page.keyboard.press('Home');
      expect((await norms(page))[9]).toBeGreaterThan(now[9] as number);
      await page.keyboard.press('End');
      expect(await norms(page)).toEqual(now);
      await set(page, 'layer', '9');
      await becomes(page, 'norm', now[8] as number, 4);
      expect(await numberIn(page, 'step')).toBe(3);
      await page.locator('.norm-bars rect').nth(9).click();
      await becomes(page, 'norm', now[9] as number, 4);
      expect(await hashOfLink(page)).toBe('#vanishing?layer=10');
    }));
});

describe('the row of neurons', () => {
  const sigmoid = (x: number): number => 1 / (1 + Math.exp(-x));
  /** The product of w · g′(in) along the row. */
  function product(depth: number, w: number, bias: number, g: (x: number) => number): number {
    let [a, all] = [start, 1];
    for (let i = 0; i < depth; i++) {
      const sum = w * a + bias;
      all *= (w * (g(sum + 1e-6) - g(sum - 1e-6))) / 2e-6;
      a = g(sum);
    }
    return all;
  }
  /** Equal to three digits. */
  const isNear = async (page: Page, name: string, value: number): Promise<void> => {
    await page.waitForFunction(
      ([key, wanted]) => {
        const text = document.querySelector(`[data-value=${key}]`)?.textContent ?? '';
        return Math.abs(Number(text.replaceAll('−', '-')) / (wanted as number) - 1) < 6e-3;
      },
      [name, value] as const,
    );
  };

  it('multiplies w · g′ from neuron to neuron, until 32 bits have no number for it', () =>
    inPath(async (page) => {
      await isNear(page, 'whole', product(10, 1, 0, sigmoid));
      await set(page, 'g', 'tanh');
      await isNear(page, 'whole', product(10, 1, 0, Math.tanh));
      await set(page, 'g', 'sigmoid');
      await set(page, 'weight', String(Math.log10(4)));
      await set(page, 'bias', '-2');
      await isNear(page, 'whole', 1);
      await press(page, 'Reset');
      await set(page, 'depth', '60');
      await set(page, 'weight', String(Math.log10(0.2)));
      await says(page, /too small for 32 bits: it has become 0/);
      await isNear(page, 'product', product(60, 0.2, 0, sigmoid));
      expect(await numberIn(page, 'whole')).toBe(0);
    }));
});
