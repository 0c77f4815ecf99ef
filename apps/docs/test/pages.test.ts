import { readFileSync } from 'node:fs';
import { join } from 'node:path';
import { gzipSync } from 'node:zlib';
import type { Page } from 'playwright-core';
import { afterAll, beforeAll, describe, expect, it } from 'vitest';
import { violations } from './axe.js';
import { dist, looked, pages } from './built.js';
import { isFull } from './is-full.js';
import { Site } from './site.js';

/** Bytes of script that a page may load, compressed by gzip, before a demo starts. */
const mostScript = 300_000;

const themes = isFull ? (['light', 'dark'] as const) : (['light'] as const);
/** Widths of small and usual phones, and of a laptop. */
const widths = isFull ? [1280, 390, 360] : [1280, 360];

let site: Site;
beforeAll(async () => {
  site = await Site.open();
});
afterAll(() => site?.close());

// Each page is opened once: that takes longer than all that is looked at.
describe.concurrent.each(themes)('in the %s theme', (colorScheme) => {
  it.each(looked)('%s loads without complaint, is light, accessible, and as wide as the screen', (path) =>
    site.visit(
      path,
      async (page) => {
        expect(await page.locator('h1').count()).toBe(1);
        expect(await page.evaluate(() => document.documentElement.dataset.theme)).toBe(colorScheme);
        expect(await scriptOf(page, path), 'bytes of script, compressed').toBeLessThanOrEqual(mostScript);
        // Demos are looked at as they are when they have begun.
        for (const demo of await page.locator('[data-demo]').all()) {
          await demo.scrollIntoViewIfNeeded();
          await demo.locator('[role=status]:not(:empty)').first().waitFor();
        }
        expect(await violations(page)).toEqual([]);
        for (const width of widths) {
          await page.setViewportSize({ width, height: 844 });
          const excess = await page.evaluate(
            () =>
              new Promise((resolve) =>
                requestAnimationFrame(() => resolve(document.documentElement.scrollWidth - innerWidth)),
              ),
          );
          expect(excess, `pixels beyond a width of ${width}`).toBeLessThanOrEqual(0);
        }
      },
      { colorScheme, reducedMotion: 'reduce' },
    ),
  );
});

/** Bytes of all scripts that the page itself has asked for, compressed; what workers load comes after a demo has started. */
async function scriptOf(page: Page, path: string): Promise<number> {
  const addresses = await page.evaluate(async () => {
    await new Promise((resolve) => requestIdleCallback(resolve));
    const loaded = performance.getEntriesByType('resource').map(({ name }) => name);
    return [...new Set(loaded.filter((name) => new URL(name).pathname.endsWith('.js')))];
  });
  expect(addresses.length).toBeGreaterThan(0);
  const html = pages.get(path) as string;
  const inline = [...html.matchAll(/<script(?![^>]*\ssrc=)[^>]*>([\s\S]*?)<\/script>/g)].map(
    ([, text]) => text,
  );
  return addresses.reduce((sum, address) => sum + compressed(address), gzipSync(inline.join('\n')).length);
}

const known = new Map<string, number>();

/** Bytes of a script of the site, compressed. */
function compressed(address: string): number {
  const size = known.get(address) ?? gzipSync(readFileSync(join(dist, new URL(address).pathname))).length;
  known.set(address, size);
  return size;
}
