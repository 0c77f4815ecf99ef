import { gzipSync } from 'node:zlib';
import { afterAll, beforeAll, describe, expect, it } from 'vitest';
import { isFull, pages } from './built.js';
import { Site } from './site.js';

/** Bytes of script that a page may load, compressed by gzip, before a demo starts. */
const mostScript = 300_000;

let site: Site;
beforeAll(async () => {
  site = await Site.open();
});
afterAll(() => site?.close());

const lessons = [...pages.keys()].filter((page) => page === '/' || page.startsWith('/learn/'));

it.each(lessons)('%s loads at most 300 KB of script before its demos start', (path) =>
  site.visit(
    path,
    async (page) => {
      // Everything the page itself asks for; what workers load comes after a demo has started.
      const addresses = await page.evaluate(async () => {
        await new Promise((resolve) => requestIdleCallback(resolve));
        const loaded = performance.getEntriesByType('resource').map(({ name }) => name);
        return [...new Set(loaded.filter((name) => new URL(name).pathname.endsWith('.js')))];
      });
      let size = 0;
      for (const address of addresses)
        size += gzipSync(await (await page.request.get(address)).body()).length;
      const html = pages.get(path) as string;
      const inline = [...html.matchAll(/<script(?![^>]*\ssrc=)[^>]*>([\s\S]*?)<\/script>/g)].map(
        ([, text]) => text,
      );
      size += gzipSync(inline.join('\n')).length;
      expect(addresses.length).toBeGreaterThan(0);
      expect(size).toBeLessThanOrEqual(mostScript);
    },
    { reducedMotion: 'reduce' },
  ),
);

/** Widths of small and usual phones, and of a laptop. */
const widths = isFull ? [360, 390, 1280] : [360];

describe.each(widths)('at a width of %i', (width) => {
  it('no page scrolls sideways', async () => {
    const wide: string[] = [];
    await site.visit(
      '/',
      async (page) => {
        for (const path of pages.keys()) {
          await page.goto(new URL(path, page.url()).href);
          for (const demo of await page.locator('[data-demo]').all()) {
            await demo.scrollIntoViewIfNeeded();
            await demo.locator('[role=status]:not(:empty)').first().waitFor();
          }
          const excess = await page.evaluate(() => document.documentElement.scrollWidth - innerWidth);
          if (excess > 0) wide.push(`${path}: ${excess} px`);
        }
      },
      { viewport: { width, height: 844 }, reducedMotion: 'reduce' },
    );
    expect(wide).toEqual([]);
  }, 300_000);
});
