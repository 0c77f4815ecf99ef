import type { Page } from 'playwright-core';
import { afterAll, beforeAll, describe, expect, it, vi } from 'vitest';
import { inDemo as inDemoOf, numberIn, pause, press, says, set } from './demo.js';
import { gridNumbers } from './grid.js';
import { inFull } from './is-full.js';
import { Site } from './site.js';

let site: Site;
beforeAll(async () => {
  site = await Site.open();
});
afterAll(() => site?.close());

const inDemo = inDemoOf(() => site, '/learn/fashion-mnist/', 'fashion');
/** Training takes its time where others work too. */
const patience = 240_000;

const reaches = (page: Page, name: string, least: number): Promise<unknown> =>
  page.waitForFunction(
    ([key, goal]) => Number(document.querySelector(`[data-value=${key}]`)?.textContent) >= goal,
    [name, least] as const,
    { timeout: patience },
  );

/** The confusion matrix; the first row of its grid has the headings. */
const confusion = async (page: Page): Promise<number[][]> => (await gridNumbers(page, 'confusion')).slice(1);

const gallery = (page: Page): Promise<string[]> => page.locator('[data-gallery] button').allInnerTexts();

/** The percentages of a net's answer to the drawing. */
const guess = async (page: Page, net: string): Promise<number[]> =>
  (await page.locator(`[data-guess=${net}] .share`).allInnerTexts()).map((text) =>
    Number(text.replace(' %', '')),
  );

it('draws both nets with the shapes and counts of their models', () =>
  site.visit('/learn/fashion-mnist/', async (page) => {
    const stages = async (net: string): Promise<string[]> =>
      (await page.locator(`[data-net="${net}"] li`).allInnerTexts()).map((text) =>
        text.split(/\s*\n\s*/).join('; '),
      );
    expect(await stages('Dense net')).toEqual([
      'input; 28 × 28 × 1',
      'flatten; 784; no weights',
      `dense; 128; ${(785 * 128).toLocaleString('en-US')}`,
      `dense; 10; ${(129 * 10).toLocaleString('en-US')}`,
    ]);
    expect(await stages('Convolutional net')).toEqual([
      'input; 28 × 28 × 1',
      `conv2d 3 × 3; 26 × 26 × 16; ${10 * 16}`,
      'maxPool2d 2 × 2; 13 × 13 × 16; no weights',
      `conv2d 3 × 3; 11 × 11 × 32; ${((9 * 16 + 1) * 32).toLocaleString('en-US')}`,
      'maxPool2d 2 × 2; 5 × 5 × 32; no weights',
      'flatten; 800; no weights',
      `dense; 64; ${(801 * 64).toLocaleString('en-US')}`,
      `dense; 10; ${65 * 10}`,
    ]);
    for (const [net, count] of [
      ['Dense net', '101,770'],
      ['Convolutional net', '56,714'],
    ]) {
      expect(await page.locator(`[data-net="${net}"] figcaption`).textContent()).toContain(count);
      expect(await page.locator(`[data-net="${net}"] pre`).textContent()).toContain(`Total params: ${count}`);
    }
  }));

describe('training in the page', () => {
  it(
    'brings the convolutional net to 0.85 and the dense one to 0.8, and says what they confuse',
    () =>
      inDemo(async (page) => {
        await press(page, 'Train');
        await reaches(page, 'cnnAccuracy', 0.85);
        await pause(page);
        expect(await numberIn(page, 'goal')).toBeGreaterThan(0);

        let matrix: number[][] = [];
        // The last test may still be on its way when the button says that training rests.
        await vi.waitFor(async () => {
          matrix = await confusion(page);
          const right = matrix.reduce((sum, row, i) => sum + (row[i] as number), 0);
          expect(right / 2000).toBeCloseTo(await numberIn(page, 'cnnAccuracy'), 3);
        });
        expect(matrix.flat().reduce((sum, count) => sum + count, 0)).toBe(2000);
        // What the text says: shirts are among those that are found least.
        const found = matrix.map((row, i) => row[i] as number);
        expect([...found].sort((a, b) => a - b).slice(0, 3)).toContain(found[6]);

        const worst = await gallery(page);
        expect(worst).toHaveLength(12);
        for (const text of worst) {
          const [label, answer] = text.match(/^(\S+)\s+→ (\S+)/)?.slice(1) ?? [];
          expect(label).not.toBe(answer);
        }
        await page.locator('[data-grid=confusion] [role=gridcell]').nth(64).click();
        const count = Math.min(12, matrix[6]?.[4] as number);
        await page.waitForFunction(
          (wanted) => document.querySelectorAll('[data-gallery] button').length === wanted,
          count,
        );
        for (const text of await gallery(page)) expect(text).toMatch(/^Shirt\s+→ Coat/);

        await page.locator('[data-gallery] button').first().click();
        await says(page, /Your drawing is a /);
        for (const net of ['cnn', 'dense']) {
          const shares = await guess(page, net);
          expect(Math.abs(shares.reduce((sum, share) => sum + share, 0) - 100)).toBeLessThanOrEqual(5);
        }

        const accuracy = await numberIn(page, 'cnnAccuracy');
        await set(page, 'net', 'dense');
        await press(page, 'Train');
        await reaches(page, 'denseAccuracy', 0.8);
        expect(await numberIn(page, 'cnnAccuracy')).toBe(accuracy);
      }),
    2 * patience,
  );
});

inFull('takes a drawing by keys alone, before any training', () =>
  inDemo(async (page) => {
    await page.locator('.pad').focus();
    for (const key of ['ArrowLeft', 'ArrowDown', 'ArrowRight', 'ArrowUp']) {
      for (let i = 0; i < 6; i++) await page.keyboard.press(`Shift+${key}`);
    }
    await press(page, 'Fill the outline');
    await says(page, /Your drawing is a /);
    expect((await guess(page, 'cnn')).reduce((sum, share) => sum + share, 0)).toBeGreaterThan(95);
    // The outline of 8 × 8 pixels is filled, and as large as the frame for the nets.
    const whites = (name: string): Promise<number> =>
      page.locator(name).evaluate((canvas) => {
        const copy = document.createElement('canvas').getContext('2d', { willReadFrequently: true });
        copy?.drawImage(canvas as HTMLCanvasElement, 0, 0);
        const data = copy?.getImageData(0, 0, 28, 28).data ?? [];
        return data.filter((value, i) => i % 4 === 0 && value > 100).length;
      });
    expect(await whites('.pad')).toBeLessThan(100);
    expect(await whites('.small-picture canvas')).toBeGreaterThan(500);
    await press(page, 'Clear');
    await says(page, /first, 5 MB\.$/);
    expect(await whites('.small-picture canvas')).toBe(0);
  }),
);
