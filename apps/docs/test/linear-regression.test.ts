import type { Page } from 'playwright-core';
import { afterAll, beforeAll, describe, expect, it } from 'vitest';
import { closedForm } from '../src/demos/linear-regression/regression.js';
import { startPoints } from '../src/demos/linear-regression/start.js';
import { inDemo as inDemoOf, numberIn, press, set, status } from './demo.js';
import { inFull } from './is-full.js';
import { Site } from './site.js';

const path = '/learn/linear-regression/';
let site: Site;
beforeAll(async () => {
  site = await Site.open();
});
afterAll(() => site?.close());

const inDemo = inDemoOf(() => site, path, 'linear-regression');

async function trainToTheEnd(page: Page): Promise<string> {
  await set(page, 'speed', 'fast');
  await press(page, 'Train');
  await page.waitForFunction(() =>
    /no longer moves|too large/.test(document.querySelector('[role=status]')?.textContent ?? ''),
  );
  return status(page);
}

describe('the linear regression demo', () => {
  it('runs on the CPU backend and says so', () =>
    inDemo(async (page) => {
      expect(await page.locator('[data-value=backend]').textContent()).toMatch(/^cpu: WebAssembly SIMD/);
    }));

  it('makes the update of the formulas in one step', () =>
    inDemo(async (page) => {
      const [w0, w1] = [await numberIn(page, 'w0'), await numberIn(page, 'w1')];
      await press(page, 'Step');
      await page.waitForFunction(() => document.querySelector('[data-value=step]')?.textContent === '1');
      const mean = (f: (x: number, y: number) => number): number =>
        startPoints.reduce((sum, { x, y }) => sum + f(x, y), 0) / startPoints.length;
      expect(await numberIn(page, 'w0')).toBeCloseTo(w0 + 0.1 * mean((x, y) => y - (w1 * x + w0)), 3);
      expect(await numberIn(page, 'w1')).toBeCloseTo(w1 + 0.1 * mean((x, y) => (y - (w1 * x + w0)) * x), 3);
    }));

  it('reaches the closed form', () =>
    inDemo(async (page) => {
      expect(await trainToTheEnd(page)).toContain('The line no longer moves.');
      const best = closedForm(startPoints);
      expect(await numberIn(page, 'w0')).toBeCloseTo(best?.w0 as number, 2);
      expect(await numberIn(page, 'w1')).toBeCloseTo(best?.w1 as number, 2);
    }));

  it('diverges when the learning rate is too large, says so, and can be reset', () =>
    inDemo(async (page) => {
      await set(page, 'rate', '-0.4');
      expect(await trainToTheEnd(page)).toContain('Lower α');
      expect(await page.getByRole('button', { name: 'Train', exact: true }).isDisabled()).toBe(true);
      await set(page, 'rate', '-1');
      await press(page, 'Reset');
      expect(await trainToTheEnd(page)).toContain('no longer moves');
    }));

  it('follows a point that is dragged, or moved by the arrow keys, and adds and removes points', () =>
    inDemo(async (page) => {
      const before = await page.locator('[data-value=best]').textContent();
      const point = page.locator('.points .point').first();
      const box = await point.locator('circle').last().boundingBox();
      if (!box) throw new Error('the point is not on the page');
      await page.mouse.move(box.x + box.width / 2, box.y + box.height / 2);
      await page.mouse.down();
      await page.mouse.move(box.x + 40, box.y - 60, { steps: 5 });
      await page.mouse.up();
      await page.waitForFunction(
        (old) => document.querySelector('[data-value=best]')?.textContent !== old,
        before,
      );
      const label = await point.getAttribute('aria-label');
      await point.focus();
      await page.keyboard.press('Shift+ArrowDown');
      expect(await point.getAttribute('aria-label')).not.toBe(label);
      expect(await page.locator('.points .point').count()).toBe(startPoints.length);
      await page.keyboard.press('Delete');
      expect(await page.locator('.points .point').count()).toBe(startPoints.length - 1);
      await page
        .locator('figure svg')
        .first()
        .click({ position: { x: 120, y: 60 } });
      expect(await page.locator('.points .point').count()).toBe(startPoints.length);
    }));

  inFull('turns less for an outlier under the absolute error', () =>
    inDemo(async (page) => {
      await press(page, 'Outlier');
      await trainToTheEnd(page);
      const squared = await numberIn(page, 'w1');
      await set(page, 'loss', 'absolute');
      await set(page, 'rate', '-2');
      await press(page, 'Train');
      await page.waitForFunction(
        (before) => Number(document.querySelector('[data-value=w1]')?.textContent) > before + 0.15,
        squared,
      );
    }),
  );

  inFull('begins by itself on screen, and never where the reader wants no motion', async () => {
    await inDemo(async (page) => {
      await page.waitForFunction(() => Number(document.querySelector('[data-value=step]')?.textContent) > 5);
    }, {});
    await inDemo(async (page) => {
      await page.waitForTimeout(500);
      expect(await numberIn(page, 'step')).toBe(0);
    });
  });

  it('shows a still picture without JavaScript', () =>
    site.visit(
      path,
      async (page) => {
        expect(await page.locator('.demo svg .point').count()).toBe(startPoints.length);
        expect(await page.locator('.demo noscript').count()).toBe(1);
      },
      { javaScriptEnabled: false },
    ));
});
