import type { Browser } from 'playwright-core';
import { afterAll, beforeAll, describe, expect, it } from 'vitest';
import { openBrowser } from './open-browser.js';
import { PackagesServer } from './packages-server.js';

/** Computes on one thread and on three, and reports. */
const compute = `
import { cpu } from '/backend-cpu/index.js';
import { compile, conv2d, matmul, Rng, scope, useBackend } from '/core/index.js';

const values = (tensor) => [...tensor.dataSync()];
const report = { isolated: crossOriginIsolated, descriptions: [], results: [] };
for (const threads of [1, 3]) {
  const backend = await useBackend(cpu({ threads }));
  report.descriptions.push(backend.description);
  scope(() => {
    const rng = new Rng(1);
    const [x, image, filter] = [rng.uniform([401, 401]), rng.uniform([8, 27, 27, 5]), rng.uniform([3, 3, 5, 19])];
    const step = compile((y) => matmul(y, y).tanh().sum([0]));
    const sums = [x.sum(), step(x), step(x), conv2d(image, filter, { padding: 'same' }).sum([0, 1, 2])];
    report.results.push(sums.map(values));
  });
  backend.dispose();
}
export default report;
`;

const page = (policy: string): string =>
  `<!doctype html><title>threads</title><link rel="icon" href="data:,">
  <meta http-equiv="Content-Security-Policy" content="${policy}">`;

const files = {
  '/': page(''),
  '/no-workers': page("worker-src 'none'"),
  '/no-webassembly': page("script-src 'self'"),
  '/compute.js': compute,
  '/worker.js': "import report from '/compute.js'; postMessage(report);",
};

interface Report {
  readonly isolated: boolean;
  readonly descriptions: string[];
  readonly results: number[][][];
}

const mainThread = 'the main thread, which must not sleep (F99)';

/** Where a page computes, as expressions that it evaluates. */
const places = {
  [mainThread]: "import('/compute.js').then((module) => module.default)",
  'a Worker': `new Promise((resolve, reject) => {
    const worker = new Worker('/worker.js', { type: 'module' });
    worker.onmessage = ({ data }) => resolve(data);
    worker.onerror = ({ message }) => reject(new Error(message));
  })`,
};

describe.each([
  { isIsolated: true, title: 'with COOP and COEP', three: /, 3 threads$/ },
  {
    isIsolated: false,
    title: 'without them (F97)',
    three: /, 1 thread \(the page is not cross-origin isolated\)$/,
  },
])('the CPU backend on a page served $title', ({ isIsolated, three }) => {
  let browser: Browser;
  let server: PackagesServer;
  beforeAll(async () => {
    browser = await openBrowser();
    server = await PackagesServer.open(files, isIsolated);
  });
  afterAll(async () => {
    await browser?.close();
    await server?.close();
  });

  it.each(Object.entries(places))(
    'says its threads and gives the same bits on any number of them: %s',
    async (_place, expression) => {
      const tab = await browser.newPage();
      const problems: string[] = [];
      tab.on('console', (message) => problems.push(message.text()));
      tab.on('pageerror', (error) => problems.push(String(error)));
      await tab.goto(server.url('/'));
      const report = await tab.evaluate<Report>(expression);
      expect(report.isolated).toBe(isIsolated);
      expect(report.descriptions).toEqual([
        expect.stringMatching(/, 1 thread$/),
        expect.stringMatching(three),
      ]);
      const [one, many] = report.results;
      expect(one?.flat().every(Number.isFinite)).toBe(true);
      expect(many).toEqual(one);
      expect(problems).toEqual([]);
      await tab.close();
    },
  );
});

describe('the CPU backend on a page whose content security policy', () => {
  let browser: Browser;
  let server: PackagesServer;
  beforeAll(async () => {
    browser = await openBrowser();
    server = await PackagesServer.open(files, true);
  });
  afterAll(async () => {
    await browser?.close();
    await server?.close();
  });

  const description = async (path: string): Promise<string | undefined> => {
    const tab = await browser.newPage();
    await tab.goto(server.url(path));
    const { descriptions, results } = await tab.evaluate<Report>(places[mainThread]);
    expect(results[0]?.flat().every(Number.isFinite)).toBe(true);
    expect(results[1]).toEqual(results[0]);
    await tab.close();
    return descriptions[1];
  };

  it('F101: blocks workers computes on one thread, and says why', async () => {
    expect(await description('/no-workers')).toMatch(
      /^cpu: WebAssembly SIMD, .*, 1 thread \(workers cannot start: .+\)$/,
    );
  });

  it('F101: blocks WebAssembly runs the definitions in plain TypeScript, and says why', async () => {
    expect(await description('/no-webassembly')).toMatch(
      /^cpu: plain TypeScript, 1 thread \(WebAssembly SIMD does not run here: .+\)$/,
    );
  });
});
