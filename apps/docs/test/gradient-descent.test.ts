import { afterAll, beforeAll, describe, expect, it } from 'vitest';
import { curves, starts } from '../src/demos/descent-curve/protocol.js';
import { heightAt, splineThrough } from '../src/demos/descent-curve/spline.js';
import { surfaces } from '../src/demos/descent-race/surfaces.js';
import { hashOfLink, inDemo as inDemoOf, numberIn, press, says, set, still } from './demo.js';
import { inFull } from './is-full.js';
import { Site } from './site.js';

let site: Site;
beforeAll(async () => {
  site = await Site.open();
});
afterAll(() => site?.close());

const path = '/learn/gradient-descent/';
const inCurve = inDemoOf(() => site, path, 'descent-curve');
const inDemo = inDemoOf(() => site, path, 'descent-race');

describe('the ball on a curve', () => {
  it('has the slope of the curve, and takes the step of the rule', () =>
    inCurve(async (page) => {
      const spline = splineThrough(curves.parabola);
      const x = starts.parabola;
      const slope = (heightAt(spline, x + 1e-4) - heightAt(spline, x - 1e-4)) / 2e-4;
      expect(await numberIn(page, 'slope')).toBeCloseTo(slope, 2);
      await press(page, 'Step');
      await says(page, /^After 1 step/);
      expect(await numberIn(page, 'w')).toBeCloseTo(x - 0.4 * slope, 2);
    }));

  inFull('comes to rest, jumps from side to side, or runs away, by the rate', () =>
    inCurve(async (page) => {
      await set(page, 'speed', 'fast');
      await press(page, 'Train');
      await says(page, /has come to rest/);
      const type = async (rate: string): Promise<void> => {
        const field = page.getByLabel('Learning rate α, as a number');
        await field.fill(rate);
        await field.blur();
        await press(page, 'Reset');
        await set(page, 'speed', 'slow');
      };
      // The parabola has the curvature 1/2 between its knots: 2/λ is 4.
      await type('3.7');
      for (let i = 1; i <= 4; i++) {
        await press(page, 'Step');
        await says(page, new RegExp(`^After ${i} step`));
      }
      await says(page, /jumps from side to side/);
      await type('9');
      await press(page, 'Train');
      await set(page, 'speed', 'fast');
      await says(page, /runs away/);
    }),
  );

  inFull('goes where it is put, on a curve that is bent', () =>
    inCurve(async (page) => {
      const before = await numberIn(page, 'loss');
      await page.locator('.ball').focus();
      await page.keyboard.press('Shift+ArrowRight');
      await says(page, /w = −2\.40/);
      const there = await numberIn(page, 'loss');
      expect(there).toBeLessThan(before);
      await page.locator('.knots .handle').nth(2).focus();
      await page.keyboard.press('Shift+ArrowUp');
      await page.waitForFunction(
        (loss) => Number(document.querySelector('[data-value=loss]')?.textContent) > loss + 0.3,
        there,
      );
      await set(page, 'curve', 'flat');
      await says(page, /w = −3\.20/);
    }),
  );
});

describe('the race down a loss surface', () => {
  it('takes the step of the rule', () =>
    inDemo(async (page) => {
      await press(page, 'Step');
      await says(page, /^After 1 step/);
      const [w1, w2] = surfaces.ravine.start;
      const after = [w1 - 0.1 * 0.2 * w1, w2 - 0.1 * 8 * w2] as const;
      expect(await numberIn(page, 'descent')).toBeCloseTo(0.1 * after[0] ** 2 + 4 * after[1] ** 2, 3);
    }));

  it('is opened by a link as it was set, and arrives at the minimum of the bowl in one step at 1/λ', () =>
    inDemo(
      async (page) => {
        expect(await page.locator('[name=surface]').inputValue()).toBe('bowl');
        await press(page, 'Step');
        await says(page, /^After 1 step/);
        expect(await numberIn(page, 'descent')).toBeLessThan(1e-12);
      },
      still,
      '#race?surface=bowl&rate=0.5',
    ));

  it('all three reach the minimum', () =>
    inDemo(async (page) => {
      await set(page, 'surface', 'bowl');
      await set(page, 'momentum', '0.5');
      await set(page, 'speed', 'fast');
      await press(page, 'Train');
      await says(page, /gradient descent has arrived, momentum has arrived, Adam has arrived/);
      for (const name of ['descent', 'momentum', 'adam'])
        expect(await numberIn(page, name)).toBeLessThan(1e-3);
    }));

  it('beyond 2/λ gradient descent diverges, below it does not', () =>
    inDemo(async (page) => {
      await set(page, 'surface', 'bowl');
      await page.getByLabel('Learning rate α, as a number').fill('1.05');
      await page.getByLabel('Learning rate α, as a number').blur();
      await set(page, 'speed', 'fast');
      await press(page, 'Train');
      await says(page, /gradient descent diverges/);
      await page.getByLabel('Learning rate α, as a number').fill('0.95');
      await page.getByLabel('Learning rate α, as a number').blur();
      await press(page, 'Reset');
      await press(page, 'Train');
      await says(page, /gradient descent has arrived/);
    }));

  inFull('starts where the cross is put, and goes back to look at any step', () =>
    inDemo(async (page) => {
      const start = page.locator('.start');
      await start.focus();
      await page.keyboard.press('Shift+ArrowRight');
      await page.waitForFunction(() =>
        document.querySelector('.start')?.getAttribute('aria-label')?.includes('w1 -2.10'),
      );
      for (let i = 1; i <= 3; i++) {
        await press(page, 'Step');
        await says(page, new RegExp(`^After ${i} step`));
      }
      const scrubber = page.locator('[name=scrub]');
      expect(await scrubber.getAttribute('aria-valuetext')).toBe('3 of 3');
      const there = await page.locator('.racer.descent').getAttribute('transform');
      await scrubber.press('Home');
      expect(await scrubber.getAttribute('aria-valuetext')).toBe('0 of 3');
      const atStart = await page.locator('.racer.descent').getAttribute('transform');
      expect(atStart).toBe(await start.getAttribute('transform'));
      await scrubber.press('End');
      expect(await page.locator('.racer.descent').getAttribute('transform')).toBe(there);
    }),
  );

  inFull('gives the same run again after a reset, noise and all', () =>
    inDemo(async (page) => {
      await press(page, 'Noisy gradients');
      const run = async (): Promise<number[]> => {
        for (let i = 1; i <= 3; i++) {
          await press(page, 'Step');
          await says(page, new RegExp(`^After ${i} step`));
        }
        return Promise.all(['descent', 'momentum', 'adam'].map((name) => numberIn(page, name)));
      };
      const first = await run();
      await press(page, 'Reset');
      await says(page, /at the start/);
      expect(await run()).toEqual(first);
    }),
  );

  inFull('runs on one thread when the reader says so, and puts what is set into the address', () =>
    inDemo(async (page) => {
      await set(page, 'backend', 'cpu1');
      await page.locator('[data-value=backend]').filter({ hasText: '1 thread' }).waitFor();
      await set(page, 'surface', 'saddle');
      expect(await hashOfLink(page)).toBe('#race?surface=saddle');
    }),
  );
});
