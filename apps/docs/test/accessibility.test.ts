import { afterAll, beforeAll, describe, expect, it } from 'vitest';
import { violations } from './axe.js';
import { isFull, pages } from './built.js';
import { Site } from './site.js';

let site: Site;
beforeAll(async () => {
  site = await Site.open();
});
afterAll(() => site?.close());

const themes = isFull ? (['light', 'dark'] as const) : (['light'] as const);

describe.each(themes)('in the %s theme', (colorScheme) => {
  it.each([...pages.keys()])('%s has no violation of axe-core', (path) =>
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
