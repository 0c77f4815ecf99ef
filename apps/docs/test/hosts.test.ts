import { execFileSync } from 'node:child_process';
import { mkdtempSync, readFileSync, rmSync } from 'node:fs';
import type { Server } from 'node:http';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { fileURLToPath } from 'node:url';
import { connectBrowser } from '@descent/browser-tests';
import type { Browser, Page } from 'playwright-core';
import { afterAll, beforeAll, describe, expect, inject, it } from 'vitest';
import { violations } from './axe.js';
import { dist } from './built.js';
import { isFull } from './is-full.js';
import { Site } from './site.js';
import { staticHost } from './static-host.js';

let browser: Browser;
const servers: Server[] = [];
beforeAll(async () => {
  browser = await connectBrowser(inject('site').browser);
});
afterAll(async () => {
  await browser?.close();
  for (const server of servers) server.close();
});

/** Opens a page, and gives the failed requests too. */
async function open(
  address: string,
  serviceWorkers: 'allow' | 'block' = 'allow',
): Promise<{ page: Page; failed: string[] }> {
  const context = await browser.newContext({ reducedMotion: 'reduce', serviceWorkers });
  const page = await context.newPage();
  const failed: string[] = [];
  page.on('response', (response) => {
    if (response.status() >= 400) failed.push(`${response.url()}: ${response.status()}`);
  });
  await page.goto(address);
  return { page, failed };
}

async function backendOf(page: Page): Promise<string> {
  const shown = page.locator('[data-value=backend]').first();
  await page.locator('[data-demo]').first().scrollIntoViewIfNeeded();
  await shown.filter({ hasNotText: /^…?$/ }).waitFor();
  return (await shown.textContent()) ?? '';
}

it('`npm run docs` sends the headers, and needs no service worker', async () => {
  const site = await Site.open();
  try {
    await site.visit('/learn/gradient-descent/', async (page) => {
      expect(await page.evaluate(() => globalThis.crossOriginIsolated)).toBe(true);
      await backendOf(page);
      expect(await page.evaluate(async () => (await navigator.serviceWorker.getRegistrations()).length)).toBe(
        0,
      );
    });
  } finally {
    await site.close();
  }
});

describe('a host that sends no headers', () => {
  it('gives lessons threads, by the service worker', async () => {
    const { address, server } = await staticHost(dist);
    servers.push(server);
    const { page, failed } = await open(`${address}learn/gradient-descent/`);
    await page.waitForFunction(() => globalThis.crossOriginIsolated);
    expect(await page.evaluate(() => navigator.serviceWorker.controller?.scriptURL)).toBe(
      `${address}isolation-worker.js`,
    );
    expect(await backendOf(page)).toMatch(/[2-9] threads/);
    // Once for all pages of the site: the next needs no second load.
    await page.goto(`${address}learn/neuron/`);
    expect(await page.evaluate(() => globalThis.crossOriginIsolated)).toBe(true);
    expect(failed).toEqual([]);
    await page.context().close();
  });

  it('says so where there is no service worker, and trains on one thread', async () => {
    const { address, server } = await staticHost(dist);
    servers.push(server);
    const { page } = await open(`${address}learn/gradient-descent/`, 'block');
    expect(await backendOf(page)).toMatch(/1 thread.*not isolated/);
    expect(await page.evaluate(() => globalThis.crossOriginIsolated)).toBe(false);
    await page.context().close();
  });

  it('may show the page for wrong addresses', async () => {
    const { address, server } = await staticHost(dist);
    servers.push(server);
    const { page, failed } = await open(`${address}404.html`);
    expect(await page.locator('h1').textContent()).toBe('No such page');
    expect(await violations(page)).toEqual([]);
    expect(failed).toEqual([]);
    await page.context().close();
  });

  it('may read the headers from a file', () => {
    const headers = readFileSync(join(dist, '_headers'), 'utf8');
    expect(headers).toMatch(
      /^\/\*\n {2}Cross-Origin-Opener-Policy: same-origin\n {2}Cross-Origin-Embedder-Policy: require-corp$/m,
    );
  });
});

describe.runIf(isFull)('below a folder of a host', () => {
  let folder: string;
  beforeAll(() => {
    folder = mkdtempSync(join(tmpdir(), 'descent-site-'));
    execFileSync('npx', ['astro', 'build', '--outDir', folder], {
      cwd: fileURLToPath(new URL('..', import.meta.url)),
      env: { ...process.env, BASE: '/descent/', SITE_URL: 'https://example.org' },
      stdio: 'ignore',
    });
  }, 600_000);
  afterAll(() => rmSync(folder, { recursive: true, force: true }));

  it('links, demos, search and threads work', async () => {
    const { address, server } = await staticHost(folder, '/descent/');
    servers.push(server);
    const { page, failed } = await open(address);
    await page.waitForFunction(() => globalThis.crossOriginIsolated);
    expect(await backendOf(page)).toMatch(/[2-9] threads/);
    const links = await page
      .locator('a[href^="/"]')
      .evaluateAll((anchors) => [...new Set(anchors.map((anchor) => (anchor as HTMLAnchorElement).href))]);
    expect(links.length).toBeGreaterThan(20);
    for (const link of links) expect((await page.request.get(link)).status(), link).toBe(200);
    expect(await page.locator('link[rel=canonical]').getAttribute('href')).toBe(
      'https://example.org/descent/',
    );
    expect(failed).toEqual([]);
    await page.context().close();
  });
});
