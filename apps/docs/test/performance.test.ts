import { afterAll, beforeAll, describe, expect, it } from 'vitest';
import { violations } from './axe.js';
import { isFull } from './is-full.js';
import { logNormal, performanceScore, type Vitals } from './lighthouse-score.js';
import { Site } from './site.js';

describe('the score', () => {
  it('is 0.9 and 0.5 where Lighthouse says so, and 1 for nothing', () => {
    expect(logNormal(934, 934, 1600)).toBeCloseTo(0.9, 5);
    expect(logNormal(1600, 934, 1600)).toBeCloseTo(0.5, 5);
    expect(logNormal(0, 934, 1600)).toBe(1);
  });
});

// What is measured in time holds on a quiet machine: the full run.
describe.runIf(isFull)('budgets of Lighthouse', () => {
  let site: Site;
  beforeAll(async () => {
    site = await Site.open();
  });
  afterAll(() => site?.close());

  it.each(['/', '/learn/gradient-descent/', '/reference/layers/'])(
    '%s: performance 0.9, accessibility 1',
    (path) =>
      site.visit('/start/install/', async (page) => {
        // What is left half loaded counts as a failed request.
        await page.waitForLoadState('networkidle');
        const session = await page.context().newCDPSession(page);
        // A desk with a good line: Lighthouse's throttling for desktops.
        await session.send('Network.enable');
        await session.send('Network.emulateNetworkConditions', {
          offline: false,
          latency: 40,
          downloadThroughput: (10_240 * 1024) / 8,
          uploadThroughput: (10_240 * 1024) / 8,
        });
        await page.addInitScript(() => {
          const seen = { paint: 0, shift: 0, tasks: [] as { start: number; length: number }[] };
          Object.assign(globalThis, { seen });
          new PerformanceObserver((list) => {
            seen.paint = list.getEntries().at(-1)?.startTime ?? seen.paint;
          }).observe({ type: 'largest-contentful-paint', buffered: true });
          new PerformanceObserver((list) => {
            for (const entry of list.getEntries() as (PerformanceEntry & { value: number })[])
              seen.shift += entry.value;
          }).observe({ type: 'layout-shift', buffered: true });
          new PerformanceObserver((list) => {
            for (const { startTime, duration } of list.getEntries())
              seen.tasks.push({ start: startTime, length: duration });
          }).observe({ type: 'longtask', buffered: true });
        });
        await page.goto(new URL(path, page.url()).href, { waitUntil: 'networkidle' });
        const vitals = await page.evaluate((): Vitals => {
          const { seen } = globalThis as unknown as {
            seen: { paint: number; shift: number; tasks: { start: number; length: number }[] };
          };
          const first = performance.getEntriesByName('first-contentful-paint')[0]?.startTime ?? 0;
          const late = seen.tasks.filter(({ start }) => start >= first);
          return {
            firstContentfulPaint: first,
            largestContentfulPaint: seen.paint,
            totalBlockingTime: late.reduce((sum, { length }) => sum + length - 50, 0),
            cumulativeLayoutShift: seen.shift,
          };
        });
        console.log(path, vitals, performanceScore(vitals));
        expect(vitals.firstContentfulPaint).toBeGreaterThan(0);
        expect(performanceScore(vitals), JSON.stringify(vitals)).toBeGreaterThanOrEqual(0.9);
        expect(await violations(page)).toEqual([]);
      }),
  );
});
