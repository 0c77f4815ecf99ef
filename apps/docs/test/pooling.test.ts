import type { Page } from 'playwright-core';
import { afterAll, beforeAll, describe, expect, it } from 'vitest';
import { hashOfLink, inDemo as inDemoOf, numberIn, press, says, set, still } from './demo.js';
import { gridNumbers, gridSize } from './grid.js';
import { inFull } from './is-full.js';
import { Site } from './site.js';

let site: Site;
beforeAll(async () => {
  site = await Site.open();
});
afterAll(() => site?.close());

const inDemo = inDemoOf(() => site, '/learn/pooling/', 'pooling');
const shown = async (page: Page, name: string): Promise<string> =>
  (await page.locator(`[data-value=${name}]`).textContent()) ?? '';

/** Which cells of a grid are padding, row by row. */
const paddingOf = (page: Page, name: string): Promise<boolean[][]> =>
  page
    .locator(`[data-grid=${name}] [role=row]`)
    .evaluateAll((rows) =>
      rows.map((row) => [...row.children].map((cell) => cell.classList.contains('padding'))),
    );

/** A grid as it is when the picture is where it was. */
async function withoutShift(page: Page, name: string): Promise<number[][]> {
  await set(page, 'shift', '0');
  return gridNumbers(page, name);
}

/** Output and gradient that the input on the page has to have. */
async function expected(page: Page, channel: number, kind: string, size: number, stride: number) {
  const input = await gridNumbers(page, `input-${channel}`);
  const padding = await paddingOf(page, `input-${channel}`);
  const gradient = input.map((row) => row.map(() => 0));
  const places = (count: number): number[] =>
    Array.from({ length: Math.floor((count - size) / stride) + 1 }, (_, i) => i * stride);
  const output = places(input.length).map((top) =>
    places((input[0] as number[]).length).map((left) => {
      const cells = Array.from({ length: size * size }, (_, i) => [
        top + Math.floor(i / size),
        left + (i % size),
      ]).filter(([y = 0, x = 0]) => !padding[y]?.[x]) as [number, number][];
      const values = cells.map(([y, x]) => input[y]?.[x] as number);
      const largest = Math.max(...values);
      cells.forEach(([y, x], i) => {
        const share = kind === 'max' ? Number(i === values.indexOf(largest)) : 1 / cells.length;
        (gradient[y] as number[])[x] = (gradient[y]?.[x] as number) + share;
      });
      return kind === 'max' ? largest : values.reduce((sum, value) => sum + value, 0) / values.length;
    }),
  );
  return { output, gradient };
}

/** As the cells show them. */
const rounded = (numbers: number[][]): number[][] =>
  numbers.map((row) => row.map((value) => Number(Math.fround(value).toFixed(2))));

const cases = [
  [{}, [3, 3]],
  [{ kind: 'mean' }, [3, 3]],
  [{ size: '3', stride: '1' }, [4, 5]],
  [{ kind: 'mean', size: '2', stride: '3' }, [2, 2]],
  [{ padding: 'same' }, [3, 4]],
  [{ padding: 'same', kind: 'mean', size: '3' }, [3, 4]],
  [{ padding: 'same', size: '4', stride: '3', shift: '1' }, [2, 3]],
  [{ size: '1', stride: '1' }, [6, 7]],
] as const;

describe('pooling', () => {
  it('has the maximum or the mean of each window, and the gradient on its way back, channel by channel', () =>
    inDemo(async (page) => {
      for (const [settings, size] of cases) {
        await press(page, 'Reset');
        await press(page, 'Gradient');
        for (const [name, value] of Object.entries(settings)) await set(page, name, value);
        const { kind = 'max', size: window = 2, stride = 2 } = settings as Record<string, string>;
        for (const channel of [0, 1]) {
          const wanted = await expected(page, channel, kind, Number(window), Number(stride));
          expect(await gridSize(page, `output-${channel}`), JSON.stringify(settings)).toEqual(size);
          expect(await gridNumbers(page, `output-${channel}`), JSON.stringify(settings)).toEqual(
            rounded(wanted.output),
          );
          expect(await gridNumbers(page, `gradient-${channel}`), JSON.stringify(settings)).toEqual(
            rounded(wanted.gradient),
          );
        }
        expect(await shown(page, 'output')).toBe(`${size.join(' × ')} × 2`);
        expect(await shown(page, 'weights')).toBe('0');
      }
    }));

  it('frames the window of a cell that is gone to, and names its numbers', () =>
    inDemo(async (page) => {
      await page.locator('[data-grid=output-0] [tabindex="0"]').focus();
      await page.keyboard.press('ArrowRight');
      await page.keyboard.press('ArrowDown');
      await says(page, /^Row 2, column 2 of channel 1 becomes /);
      const seen = await page
        .locator('[data-grid=input-0] [role=gridcell]')
        .evaluateAll((cells) => cells.flatMap((cell, i) => (cell.classList.contains('seen') ? [i] : [])));
      expect(seen).toEqual([16, 17, 23, 24]);
      const input = (await gridNumbers(page, 'input-0')).flat();
      const numbers = seen.map((i) => input[i] as number);
      expect(await shown(page, 'sums')).toBe(`max of ${numbers.join(', ')} = ${Math.max(...numbers)}`);
    }));

  it('moves the picture, and says by how much input and output change', () =>
    inDemo(async (page) => {
      const before = [await gridNumbers(page, 'input-0'), await gridNumbers(page, 'input-1')];
      const pooled = [await gridNumbers(page, 'output-0'), await gridNumbers(page, 'output-1')];
      expect(await numberIn(page, 'imageChange')).toBe(0);
      await set(page, 'shift', '1');
      const change = async (name: string, old: number[][][]): Promise<number> => {
        const now = [await gridNumbers(page, `${name}-0`), await gridNumbers(page, `${name}-1`)].flat(2);
        return (
          old.flat(2).reduce((sum, value, i) => sum + Math.abs(value - (now[i] as number)), 0) / now.length
        );
      };
      expect((await gridNumbers(page, 'input-0'))[0]).toEqual([0, ...(before[0]?.[0] ?? []).slice(0, -1)]);
      expect(await numberIn(page, 'imageChange')).toBeCloseTo(await change('input', before), 2);
      expect(await numberIn(page, 'outputChange')).toBeCloseTo(await change('output', pooled), 2);
      // What the text says of this picture.
      expect(await numberIn(page, 'outputChange')).toBeGreaterThan(await numberIn(page, 'imageChange'));
      await set(page, 'kind', 'mean');
      expect(await numberIn(page, 'outputChange')).toBeLessThan(await numberIn(page, 'imageChange'));
      await set(page, 'shift', '2');
      expect((await gridNumbers(page, 'output-1')).map((row) => row.slice(1))).toEqual(
        await withoutShift(page, 'output-1').then((rows) => rows.map((row) => row.slice(0, -1))),
      );
    }));

  inFull('takes numbers that are typed, and is opened by a link as it was set', () =>
    inDemo(async (page) => {
      const cell = page.locator('[data-grid=input-1] input').nth(0);
      await cell.fill('55');
      await cell.press('Enter');
      expect((await gridNumbers(page, 'output-1'))[0]?.[0]).toBe(55);
      await set(page, 'kind', 'mean');
      const output = await gridNumbers(page, 'output-1');
      const hash = await hashOfLink(page);
      await inDemo(
        async (again) => expect(await gridNumbers(again, 'output-1')).toEqual(output),
        still,
        hash,
      );
    }),
  );

  inFull('fits a phone', () =>
    inDemo(
      async (page) => {
        await press(page, 'Gradient');
        await set(page, 'padding', 'same');
        expect(await page.evaluate(() => document.documentElement.scrollWidth)).toBe(360);
      },
      { ...still, viewport: { width: 360, height: 740 }, hasTouch: true },
    ),
  );
});
