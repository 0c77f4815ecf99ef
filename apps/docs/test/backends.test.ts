import { afterAll, beforeAll, describe, expect, it } from 'vitest';
import { stepCount, tolerance } from '../src/demos/backends/protocol.js';
import { timingOf } from '../src/demos/backends/time.js';
import { inDemo as inDemoOf, numberIn, press, says, set, still } from './demo.js';
import { inFull } from './is-full.js';
import { Site } from './site.js';

let site: Site;
beforeAll(async () => {
  site = await Site.open();
});
afterAll(() => site?.close());

const inDemo = inDemoOf(() => site, '/learn/backends/', 'backends');

describe('the backends of a browser', () => {
  it(
    'train alike: losses agree within what is stated, and every row has its times or says why not',
    () =>
      inDemo(
        async (page) => {
          await says(page, /Nothing is measured yet/);
          expect(await numberIn(page, 'measured')).toBe(0);
          await press(page, 'Measure');
          // Each backend has its seconds, and a GPU that is a program of the CPU needs more.
          await page
            .getByRole('status')
            .filter({ hasText: /^Measured \d backends: .* fastest/ })
            .waitFor({ timeout: 110_000 });
          expect(await numberIn(page, 'measured')).toBeGreaterThanOrEqual(2);
          expect(await page.locator('[data-value=agree]').textContent()).toBe('yes');
          expect(await numberIn(page, 'apart')).toBeLessThanOrEqual(tolerance);
          for (const row of await page.locator('[data-backend]').all()) {
            const cell = async (name: string): Promise<number> =>
              Number(((await row.locator(`[data-cell=${name}]`).textContent()) ?? '').replaceAll('−', '-'));
            if ((await row.locator('.reason').count()) > 0) {
              expect(await row.locator('.reason').textContent()).toMatch(/webgpu|webgl|isolated/i);
              continue;
            }
            expect(await cell('first')).toBeGreaterThan(0);
            expect(await cell('median')).toBeGreaterThan(0);
            expect(await cell('apart')).toBeLessThanOrEqual(tolerance);
            expect(await cell('error')).toBeLessThan(1e-3);
            expect(await cell('loss')).toBeGreaterThan(0);
          }
          expect(await page.locator('.backend-curves path.cpu1').count()).toBeGreaterThan(3);
          // Other settings: what was found is of others.
          await set(page, 'width', '1');
          await says(page, /Nothing is measured yet/);
          expect(await page.locator('.backend-curves path').count()).toBe(0);
        },
        still,
        '#backends?width=16&batch=32',
      ),
    150_000,
  );

  inFull('can be stopped while they are measured', () =>
    inDemo(async (page) => {
      await press(page, 'Measure');
      await says(page, /Measuring/);
      await press(page, 'Stop');
      await page.getByRole('button', { name: 'Measure', exact: true }).waitFor();
      expect(await page.getByRole('status').textContent()).not.toBe('');
    }),
  );

  inFull('fit a phone', () =>
    inDemo(
      async (page) => {
        expect(await page.evaluate(() => document.documentElement.scrollWidth)).toBe(360);
      },
      { ...still, viewport: { width: 360, height: 740 }, hasTouch: true },
    ),
  );
});

it('a median lies between the least and the most', () => {
  expect(timingOf(9, [3, 1, 2])).toEqual({ first: 9, median: 2, least: 1, most: 3 });
  expect(timingOf(9, [4, 1, 2, 3])).toEqual({ first: 9, median: 2.5, least: 1, most: 4 });
  expect(stepCount).toBe(10);
});
