import { afterAll, beforeAll, describe, expect, it } from 'vitest';
import { violations } from './axe.js';
import { isFull, pages } from './built.js';
import { Site } from './site.js';

let site: Site;
beforeAll(async () => {
  site = await Site.open();
});
afterAll(() => site?.close());

/** Pages of the API are made alike: usual runs look at one of each kind, the full run at all. */
const samples = ['/reference/train/schedules/', '/reference/losses/', '/reference/backend-cpu/'];
const looked = [...pages.keys()].filter(
  (page) =>
    isFull || samples.includes(page) || !/^\/reference\/./.test(page) || /benchmarks|changes/.test(page),
);
const themes = isFull ? (['light', 'dark'] as const) : (['light'] as const);

describe.each(themes)('in the %s theme', (colorScheme) => {
  it.each(looked)('%s has no violation of axe-core', (path) =>
    site.visit(
      path,
      async (page) => {
        // Demos are looked at as they are when they have begun.
        for (const demo of await page.locator('[data-demo]').all()) {
          await demo.scrollIntoViewIfNeeded();
          await demo.locator('[role=status]:not(:empty)').first().waitFor();
        }
        expect(await page.evaluate(() => document.documentElement.dataset.theme)).toBe(colorScheme);
        expect(await violations(page)).toEqual([]);
      },
      { colorScheme, reducedMotion: 'reduce' },
    ),
  );
});
