import type { Page } from 'playwright-core';
import { afterAll, beforeAll, describe, expect, it } from 'vitest';
import { hashOfLink, inDemo as inDemoOf, press, says, set, still } from './demo.js';
import { gridNumbers, gridSize } from './grid.js';
import { inFull } from './is-full.js';
import { Site } from './site.js';

let site: Site;
beforeAll(async () => {
  site = await Site.open();
});
afterAll(() => site?.close());

const inDemo = inDemoOf(() => site, '/learn/convolution/', 'convolution');
const shown = async (page: Page, name: string): Promise<string> =>
  (await page.locator(`[data-value=${name}]`).textContent()) ?? '';

/** What the convolution of the image on the page, padding and all, with the filters on the page has to be. */
async function expected(page: Page, filter: number, stride: number, dilation: number): Promise<number[][]> {
  const channels = await page.locator('[data-grid^=input-]:visible').count();
  const planes: (readonly [number[][], number[][]])[] = [];
  for (let c = 0; c < channels; c++) {
    planes.push([
      await gridNumbers(page, `input-${c}`),
      await gridNumbers(page, `filter-${filter}-${c}`),
    ] as const);
  }
  const [image, weights] = planes[0] as (typeof planes)[number];
  const span = (weights.length - 1) * dilation + 1;
  const count = (size: number): number => Math.floor((size - span) / stride) + 1;
  return Array.from({ length: count(image.length) }, (_, i) =>
    Array.from({ length: count((image[0] as number[]).length) }, (_, j) => {
      let sum = 0;
      for (const [x, w] of planes) {
        w.forEach((row, k) => {
          row.forEach((weight, l) => {
            sum += weight * (x[i * stride + k * dilation]?.[j * stride + l * dilation] as number);
          });
        });
      }
      return sum;
    }),
  );
}

/** Settings and the output's size. */
const cases = [
  [{ padding: 'valid', stride: '1' }, [3, 5]],
  [{ padding: 'valid', stride: '3' }, [1, 2]],
  [{ padding: 'zero', stride: '1', size: '5' }, [5, 7]],
  [{ padding: 'zero', stride: '1', size: '4' }, [5, 7]],
  [{ padding: 'reflect', stride: '1', preset: 'outline' }, [5, 7]],
  [{ padding: 'edge', stride: '2', preset: 'sum' }, [3, 4]],
  [{ padding: 'zero', stride: '1', dilation: '3', preset: 'sum' }, [5, 7]],
  [{ padding: 'valid', stride: '1', dilation: '2' }, [1, 3]],
  [{ padding: 'zero', stride: '2', channels: '3', filters: '2', preset: 'red' }, [3, 4]],
  [{ padding: 'reflect', stride: '1', size: '5', dilation: '2' }, [5, 7]],
] as const;

describe('the convolution', () => {
  it('makes 3 × 4 of 5 × 7 with a 3 × 3 filter, stride 2 and zeros around, and each number is its sum', () =>
    inDemo(async (page) => {
      expect(await gridSize(page, 'input-0')).toEqual([7, 9]);
      expect(await page.locator('[data-grid=input-0] input').count()).toBe(5 * 7);
      expect(await gridSize(page, 'filter-0-0')).toEqual([3, 3]);
      expect(await gridSize(page, 'output-0')).toEqual([3, 4]);
      expect(await shown(page, 'output')).toBe('3 × 4 × 1');
      expect(await shown(page, 'formula')).toBe(
        'rows: ⌊(5 + 2 − 3) / 2⌋ + 1 = 3;  columns: ⌊(7 + 2 − 3) / 2⌋ + 1 = 4',
      );
      expect(await gridNumbers(page, 'output-0')).toEqual(await expected(page, 0, 2, 1));
      const image = await gridNumbers(page, 'input-0');
      expect([image[0], image.at(-1)]).toEqual([Array(9).fill(0), Array(9).fill(0)]);
    }));

  it('has the size and the numbers of the sum for every kind of padding, stride, dilation and filter', () =>
    inDemo(async (page) => {
      for (const [settings, size] of cases) {
        await press(page, 'Reset');
        for (const [name, value] of Object.entries(settings)) await set(page, name, value);
        const { stride, dilation = 1, filters = 1 } = settings as Record<string, string>;
        for (let filter = 0; filter < Number(filters); filter++) {
          expect(await gridSize(page, `output-${filter}`), JSON.stringify(settings)).toEqual(size);
          const numbers = await expected(page, filter, Number(stride), Number(dilation));
          expect(await gridNumbers(page, `output-${filter}`), JSON.stringify(settings)).toEqual(numbers);
          expect(numbers.flat().some((value) => value !== 0)).toBe(true);
        }
      }
    }));

  it('frames the receptive field of a cell that is gone to, and writes its sum out', () =>
    inDemo(async (page) => {
      await page.locator('[data-grid=output-0] [tabindex="0"]').focus();
      for (const key of ['ArrowDown', 'ArrowRight', 'ArrowRight']) await page.keyboard.press(key);
      await says(page, /^Row 2, column 3 of the output is /);
      const seen = await page
        .locator('[data-grid=input-0] [role=gridcell]')
        .evaluateAll((cells) => cells.flatMap((cell, i) => (cell.classList.contains('seen') ? [i] : [])));
      expect(seen).toEqual([2, 3, 4].flatMap((row) => [4, 5, 6].map((column) => row * 9 + column)));
      const text = (await shown(page, 'sums')).replaceAll('−', '-');
      const [terms = '', sum] = text.split(' = ');
      const total = terms.split(' + ').reduce((all, term) => {
        const [a, b] = term.split('·').map((each) => Number(each.replace(/[()]/g, '')));
        return all + (a as number) * (b as number);
      }, 0);
      expect(terms.split(' + ')).toHaveLength(9);
      expect(total).toBe(Number(sum));
      expect((await gridNumbers(page, 'output-0'))[1]?.[2]).toBe(total);
      // Pointing at the image finds the window around that place.
      await page.locator('[data-grid=input-0] [role=gridcell]').nth(0).hover();
      await says(page, /^Row 1, column 1 /);
    }));

  inFull('takes numbers that are typed, passes over what is none, and begins anew', () =>
    inDemo(async (page) => {
      const cell = page.locator('[data-grid=filter-0-0] input').nth(4);
      await cell.fill('7,5');
      await cell.press('Enter');
      expect((await gridNumbers(page, 'filter-0-0'))[1]?.[1]).toBe(7.5);
      expect(await page.locator('[name=preset]').inputValue()).toBe('own');
      expect(await gridNumbers(page, 'output-0')).toEqual(await expected(page, 0, 2, 1));
      await cell.fill('much');
      await cell.press('Enter');
      expect(await cell.inputValue()).toBe('7.5');
      const pixel = page.locator('[data-grid=input-0] input').nth(0);
      await pixel.fill('9');
      await pixel.press('Tab');
      expect((await gridNumbers(page, 'input-0'))[1]?.[1]).toBe(9);
      expect(await gridNumbers(page, 'output-0')).toEqual(await expected(page, 0, 2, 1));
      await press(page, 'Reset');
      expect((await gridNumbers(page, 'filter-0-0'))[1]?.[1]).toBe(0);
      expect((await gridNumbers(page, 'input-0'))[1]?.[1]).toBe(0);
    }),
  );

  it('costs what its weights are, whatever the size of the image', () =>
    inDemo(async (page) => {
      expect(await shown(page, 'parameters')).toBe(String(3 * 3 + 1));
      expect(await shown(page, 'multiplyAdds')).toBe(String(3 * 4 * 9));
      expect(await shown(page, 'dense')).toBe(String(35 * 12 + 12));
      await set(page, 'channels', '3');
      await set(page, 'filters', '2');
      expect(await shown(page, 'parameters')).toBe(String(3 * 3 * 3 * 2 + 2));
      expect(await shown(page, 'call')).toBe(
        "conv2d(x, filter, { strides: 2, padding: 'same' })  // filter: [3, 3, 3, 2]",
      );
    }));

  inFull('never has a window without room, and crosses out what none reaches', () =>
    inDemo(
      async (page) => {
        expect(await page.locator('[name=dilation]').inputValue()).toBe('1');
        await set(page, 'size', '3');
        await set(page, 'stride', '3');
        const lost = await page.locator('[data-grid=input-0] .lost').count();
        expect(lost).toBe(2 * 7 + 3 * 1);
        await set(page, 'dilation', '3');
        expect(await page.locator('[name=padding]').inputValue()).toBe('zero');
      },
      still,
      '#convolution?padding=valid&size=5&dilation=3',
    ),
  );

  inFull('is opened by a link as it was set, own numbers too', () =>
    inDemo(async (page) => {
      const cell = page.locator('[data-grid=filter-0-0] input').nth(0);
      await cell.fill('-4');
      await cell.press('Enter');
      await set(page, 'stride', '1');
      const output = await gridNumbers(page, 'output-0');
      const hash = await hashOfLink(page);
      await inDemo(
        async (again) => expect(await gridNumbers(again, 'output-0')).toEqual(output),
        still,
        hash,
      );
    }),
  );

  inFull('fits a phone', () =>
    inDemo(
      async (page) => {
        await set(page, 'size', '5');
        await set(page, 'channels', '3');
        expect(await page.evaluate(() => document.documentElement.scrollWidth)).toBe(360);
      },
      { ...still, viewport: { width: 360, height: 740 }, hasTouch: true },
    ),
  );
});
