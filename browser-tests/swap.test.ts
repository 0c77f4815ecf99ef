import { readFile } from 'node:fs/promises';
import { fileURLToPath } from 'node:url';
import type { Browser } from 'playwright-core';
import { afterAll, beforeAll, describe, expect, it } from 'vitest';
import { bundle } from './bundle.js';
import { openBrowser } from './open-browser.js';
import { PackagesServer } from './packages-server.js';

const example = fileURLToPath(new URL('../examples/03-fashion-mnist.ts', import.meta.url));

/** WebGL's driver in software is slow: all pictures of the quick run with DESCENT_FULL=1 only. */
const fewer = process.env.DESCENT_FULL
  ? {}
  : { 'set.train.take(640), set.test.take(250)': 'set.train.take(128), set.test.take(20)' };

/** The lines of the example that name its backend, as they are and as they become. */
const swaps = {
  cpu: {},
  webgl: {
    "import { cpu } from '@descent/backend-cpu';": "import { webgl } from '@descent/backend-webgl';",
    'nodeGpu() : cpu()': 'nodeGpu() : webgl()',
  },
} as const;

/** Example 03 as a script for browsers, on a backend. */
async function scriptOf(swap: Readonly<Record<string, string>>): Promise<Record<string, string>> {
  let source = await readFile(example, 'utf8');
  for (const [from, to] of Object.entries({ ...swap, ...fewer })) {
    expect(source).toContain(from);
    source = source.replace(from, to);
  }
  return bundle('example', source, { define: { 'process.argv': '["--quick"]' } });
}

/** What the example prints on a page. */
async function run(browser: Browser, swap: Readonly<Record<string, string>>): Promise<string> {
  const files = { '/': '<!doctype html><link rel="icon" href="data:,">', ...(await scriptOf(swap)) };
  const server = await PackagesServer.open(files, true);
  const page = await browser.newPage();
  try {
    const lines: string[] = [];
    page.on('console', (message) => lines.push(message.text()));
    page.on('pageerror', (error) => lines.push(String(error)));
    await page.goto(server.url('/'));
    await page.evaluate("import('/example.js').then(() => undefined)");
    return lines.join('\n');
  } finally {
    await page.close();
    await server.close();
  }
}

/** The losses of its epochs. */
const lossesIn = (printed: string): number[] =>
  [...printed.matchAll(/^epoch .* {2}loss ([\d.]+)/gm)].map(([, loss]) => Number(loss));

describe('example 03 in Chromium', () => {
  let browser: Browser;
  beforeAll(async () => {
    browser = await openBrowser();
  });
  afterAll(() => browser?.close());

  it('trains on WebGL after two changed lines, to the losses of the CPU', async () => {
    const onCpu = await run(browser, swaps.cpu);
    expect(onCpu).toMatch(/^cpu: WebAssembly SIMD/);
    const onWebgl = await run(browser, swaps.webgl);
    // What the driver has to say may come before.
    expect(onWebgl).toMatch(/^webgl: /m);
    const expected = lossesIn(onCpu);
    const losses = lossesIn(onWebgl);
    expect(expected.length).toBe(4);
    expect(expected[1]).toBeLessThan(expected[0] as number);
    expect(losses.length).toBe(4);
    // Where pictures are black, a first step's outputs are 0 by formula: there rounding alone decides whether relu lets
    // a gradient pass, and convolutions by tiles round otherwise.
    losses.forEach((loss, i) => {
      expect(Math.abs(loss / (expected[i] as number) - 1)).toBeLessThan(5e-3);
    });
  }, 300_000);
});
