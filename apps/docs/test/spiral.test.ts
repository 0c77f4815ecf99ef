import type { Page } from 'playwright-core';
import { afterAll, beforeAll, expect, it } from 'vitest';
import { inDemo, numberIn, press, says, set, status } from './demo.js';
import { Site } from './site.js';

let site: Site;
beforeAll(async () => {
  site = await Site.open();
});
afterAll(() => site?.close());

const look = inDemo(() => site, '/', 'spiral');

/** How many examples of a class are drawn: their marks are one path. */
const marks = async (page: Page, name: string): Promise<number> =>
  ((await page.locator(`.classes .${name}`).getAttribute('d')) ?? '').split('M').length - 1;

it('the net of the landing page learns the spiral, and begins anew with other examples', () =>
  look(async (page) => {
    await says(page, /^Before training/);
    const before = await numberIn(page, 'loss');
    // No better than a coin to begin with: ln 2.
    expect(Math.abs(before - Math.LN2)).toBeLessThan(0.3);
    await press(page, 'Step');
    await says(page, /^After 1 step the net/);
    await set(page, 'speed', 'fast');
    await press(page, 'Train');
    await says(page, /right for (9[5-9]|100) % of the examples/);
    await press(page, 'Pause');
    expect(await numberIn(page, 'loss')).toBeLessThan(before / 2);
    expect([await marks(page, 'one'), await marks(page, 'zero-class')]).toEqual([120, 120]);
    await set(page, 'data', 'circle');
    await says(page, /^Before training/);
    expect(await status(page)).not.toMatch(/100 %/);
  }));

it('runs by itself once it is seen, unless the reader wants no motion', () =>
  look(async (page) => says(page, /^After \d+ steps/), { reducedMotion: 'no-preference' }));
