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

const inCounts = inDemoOf(() => site, '/learn/why-not-dense/', 'layer-counts');
const inShifted = inDemoOf(() => site, '/learn/why-not-dense/', 'shifted');
/** Training takes its time where others work too. */
const patience = 240_000;

const show = (value: number): string => value.toLocaleString('en-US');
const becomes = (page: Page, name: string, text: string): Promise<void> =>
  page
    .locator(`[data-value=${name}]`)
    .filter({ hasText: new RegExp(`^${text}$`) })
    .waitFor();

describe('the cost', () => {
  it('is ten million weights against a hundred, by the summary of both layers', () =>
    inCounts(async (page) => {
      const check = async (edge: number, neurons: number, filters: number, size: number): Promise<void> => {
        const [pixels, places] = [edge * edge, (edge - size + 1) ** 2];
        const [dense, conv] = [(pixels + 1) * neurons, (size * size + 1) * filters];
        await becomes(page, 'dense', show(dense));
        await becomes(page, 'conv', show(conv));
        await becomes(page, 'ratio', show(Math.round(dense / conv)));
        await becomes(page, 'denseWork', show(pixels * neurons));
        await becomes(page, 'convWork', show(places * filters * size * size));
        await becomes(page, 'outputs', `${show(neurons)}, ${show(places * filters)}`);
        const summaries = await page.locator('.summaries pre').allTextContents();
        expect(summaries[0]).toContain(`Total params: ${show(dense)} `);
        expect(summaries[1]).toContain(`Total params: ${show(conv)} `);
      };
      await check(100, 1000, 10, 3);
      await set(page, 'edge', '28');
      await set(page, 'neurons', '500');
      await set(page, 'filters', '64');
      await set(page, 'filterSize', '7');
      await check(28, 500, 64, 7);
      const weights = await page
        .locator('.areas rect')
        .evaluateAll((rects) => rects.map((rect) => Number(rect.getAttribute('width')) ** 2));
      expect((weights[0] as number) / (weights[1] as number)).toBeCloseTo((785 * 500) / 3200, 3);
    }));
});

describe('a garment that moves', () => {
  const train = async (page: Page, until: RegExp): Promise<void> => {
    await set(page, 'speed', 'fast');
    await press(page, 'Train');
    await page.getByRole('status').filter({ hasText: until }).waitFor({ timeout: patience });
  };
  const place = async (page: Page): Promise<string> =>
    (await page.locator('[data-value=place]').textContent()) ?? '';
  /** Of the right class: by the convolutional net, by the dense one. */
  const sureness = async (page: Page): Promise<number[]> =>
    [...(await place(page)).matchAll(/([\d.]+) for the right class/g)].map((found) => Number(found[1]));

  it(
    'is still known to the convolutional net, and not to the dense one',
    () =>
      inShifted(async (page) => {
        await train(page, /^Done after 300/);
        expect(await numberIn(page, 'cnnMiddle')).toBeGreaterThan(0.72);
        expect(await numberIn(page, 'denseMiddle')).toBeGreaterThan(0.7);
        expect(await numberIn(page, 'cnnMoved')).toBeGreaterThan((await numberIn(page, 'cnnMiddle')) - 0.1);
        expect(await numberIn(page, 'denseMoved')).toBeLessThan(0.4);

        await page.locator('.garment').focus();
        expect(await place(page)).toMatch(/ moved nowhere\./);
        const sums = [0, 0];
        for (const key of [
          'ArrowRight',
          'ArrowDown',
          'ArrowRight',
          'ArrowDown',
          'ArrowRight',
          'ArrowRight',
        ]) {
          await page.keyboard.press(key);
          (await sureness(page)).forEach((share, i) => {
            sums[i] = (sums[i] as number) + share;
          });
        }
        expect(await place(page)).toMatch(/ moved 4 to the right, 2 down\./);
        expect(sums[0]).toBeGreaterThan(sums[1] as number);
        const map = await page.locator('.shift-map canvas').first().boundingBox();
        await page.mouse.click((map?.x ?? 0) + 3, (map?.y ?? 0) + 3);
        expect(await place(page)).toMatch(/ moved 7 to the left, 7 up\./);
      }),
    patience,
  );

  inFull(
    'is known to neither where pixels are scrambled',
    () =>
      inShifted(async (page) => {
        await press(page, 'Scramble the pixels');
        await says(page, /^0 steps\./);
        await train(page, /^Tested after 100/);
        const middle = [await numberIn(page, 'cnnMiddle'), await numberIn(page, 'denseMiddle')] as const;
        expect(Math.abs(middle[0] - middle[1])).toBeLessThan(0.12);
        expect(await numberIn(page, 'cnnMoved')).toBeLessThan(0.4);
      }),
    patience,
  );

  it('fits a phone, and shows both nets with almost equally many parameters', () =>
    site.visit(
      '/learn/why-not-dense/',
      async (page) => {
        expect(await page.evaluate(() => document.documentElement.scrollWidth)).toBe(360);
        const captions = await page.locator('.net-drawing figcaption').allTextContents();
        expect(captions).toEqual([
          `Dense net: ${show(785 * 12 + 130)} parameters`,
          `Convolutional net: ${show(160 + 145 * 24 + 217 * 24 + 250)} parameters`,
        ]);
      },
      { ...still, viewport: { width: 360, height: 740 }, hasTouch: true },
    ));
});
