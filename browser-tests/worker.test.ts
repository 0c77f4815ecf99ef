import { build } from 'esbuild';
import type { Browser } from 'playwright-core';
import { afterAll, beforeAll, describe, expect, it } from 'vitest';
import { openBrowser } from './open-browser.js';
import { PackagesServer } from './packages-server.js';

/** A compiled step of a convolution, on the page's thread and in a worker, with the built packages as a host serves them. */
const served = `
import { cpu } from '/backend-cpu/index.js';
import { cpuInWorker } from '/backend-cpu/worker.js';
import { compile, conv2d, Rng, useBackend, Variable, variableGradients } from '/core/index.js';

const report = [];
for (const make of [cpu, cpuInWorker]) {
  const backend = await useBackend(make({ threads: 2 }));
  const rng = new Rng(1);
  const [x, w] = [rng.uniform([8, 28, 28, 3]), new Variable(rng.uniform([3, 3, 3, 8], -0.1, 0.1))];
  const step = compile((images) => {
    const { value, gradients } = variableGradients(() => conv2d(images, w.value).tanh().square().mean(), [w]);
    w.assign(w.value.sub(gradients[0].mul(0.1)));
    return value;
  });
  const losses = [];
  for (let i = 0; i < 5; i++) {
    const loss = step(x);
    losses.push((await loss.data())[0]);
    loss.dispose();
  }
  report.push({ description: backend.description, losses, weights: [...(await w.value.data())] });
  backend.dispose();
}
export default report;
`;

/** Trains a small convolutional net on the page's thread and in a worker, and reports: a script to be bundled. */
const training = `
import { cpu } from '@descent/backend-cpu';
import { cpuInWorker } from '@descent/backend-cpu/worker';
import { Rng, useBackend } from '@descent/core';
import { conv2d, dense, flatten, maxPool2d, sequential } from '@descent/layers';
import { crossEntropyFromLogits } from '@descent/losses';
import { adam, evaluate, fit, predict } from '@descent/train';

const [exampleCount, batchSize, size] = [768, 64, 28];
const x = new Rng(1).uniformArray(exampleCount * size * size);
const y = Int32Array.from({ length: exampleCount }, (_, i) => (i * 7) % 10);
const loss = crossEntropyFromLogits;

/** The longest time between two turns of a timer of 5 ms, the longest task that the browser tells of, and their length. */
async function watched(work) {
  // In a turn of its own: tasks count from their beginning.
  await new Promise((resolve) => setTimeout(resolve, 50));
  let [last, longestGap, longestTask] = [performance.now(), 0, 0];
  const look = () => {
    const now = performance.now();
    longestGap = Math.max(longestGap, now - last);
    last = now;
  };
  const note = (entries) => {
    for (const { duration } of entries) longestTask = Math.max(longestTask, duration);
  };
  const observer = new PerformanceObserver((list) => note(list.getEntries()));
  observer.observe({ type: 'longtask' });
  const timer = setInterval(look, 5);
  const start = performance.now();
  const result = await work();
  const milliseconds = performance.now() - start;
  look();
  clearInterval(timer);
  await new Promise((resolve) => setTimeout(resolve, 100));
  note(observer.takeRecords());
  observer.disconnect();
  return { result, milliseconds, longestGap, longestTask };
}

async function trained(backend) {
  await useBackend(backend);
  const model = sequential(
    { input: [size, size, 1], seed: 1 },
    conv2d({ filters: 32, kernelSize: 3, padding: 'same', activation: 'relu' }), maxPool2d(2),
    conv2d({ filters: 64, kernelSize: 3, padding: 'same', activation: 'relu' }), maxPool2d(2),
    flatten(), dense(128, { activation: 'relu' }), dense(10),
  );
  // First values are drawn on the page, when somebody reads them: before it is watched.
  for (const { value } of model.parameters) void value;
  const optimizer = adam();
  const data = { x, y, inputShape: [size, size, 1] };
  const { result: history, ...times } = await watched(() =>
    fit(model, data, { loss, optimizer, epochs: 2, batchSize, progress: 'none' }),
  );
  const losses = history.epochs.map((epoch) => epoch.loss);
  const evaluation = await evaluate(model, data, { loss });
  const predicted = await predict(model, { x: x.subarray(0, 5 * size * size), inputShape: [size, size, 1] });
  const predictions = [...(await predicted.data())];
  const { description } = backend;
  for (const each of [predicted, model, optimizer]) each.dispose();
  await backend.sync();
  const { buffers } = backend.memory();
  backend.dispose();
  return { description, losses, loss: evaluation.loss, predictions, buffers, times };
}

const report = { isolated: crossOriginIsolated, here: await trained(await cpu()), there: [] };
// The machine may be busy with something else for a moment.
do report.there.push(await trained(await cpuInWorker()));
while (report.there.length < 6 && report.there.at(-1).times.longestTask > 0);
export default report;
`;

/** Trains for ever, and gives what ends it and what a call after it says. */
const endless = `
import { cpuInWorker } from '/backend-cpu/worker.js';
import { ones, useBackend } from '/core/index.js';
import { dense, sequential } from '/layers/index.js';
import { meanSquaredError } from '/losses/index.js';
import { fit, sgd } from '/train/index.js';

await useBackend(cpuInWorker({ threads: 1 }));
const model = sequential({ input: [2] }, dense(1));
const data = { x: [[1, 2], [3, 4]], y: [[1], [2]] };
const said = (error) => error.code + ' ' + error.message;
const failures = [];
try {
  await fit(model, data, {
    loss: meanSquaredError, optimizer: sgd(), epochs: 1e9, progress: 'none',
    callbacks: [{ onEpochEnd: (epoch) => void (epoch === 10 && console.info('trains')) }],
  });
} catch (error) {
  failures.push(said(error));
}
try {
  ones([2]);
} catch (error) {
  failures.push(said(error));
}
export default failures.join('\\n');
`;

/** The training as a bundler makes it, with its chunks. */
async function bundled(): Promise<Record<string, string>> {
  const { outputFiles, warnings } = await build({
    stdin: {
      contents: training,
      resolveDir: import.meta.dirname,
      loader: 'js',
    },
    bundle: true,
    splitting: true,
    minify: true,
    format: 'esm',
    outdir: '/',
    entryNames: 'training',
    target: 'es2022',
    write: false,
    logLevel: 'silent',
  });
  expect(warnings).toEqual([]);
  return Object.fromEntries(outputFiles.map(({ path, text }) => [path, text]));
}

interface Times {
  readonly milliseconds: number;
  readonly longestGap: number;
  readonly longestTask: number;
}

interface Trained {
  readonly description: string;
  readonly losses: readonly number[];
  readonly loss: number;
  readonly predictions: readonly number[];
  readonly buffers: number;
  readonly times: Times;
}

interface Report {
  readonly isolated: boolean;
  readonly here: Trained;
  readonly there: readonly Trained[];
}

const page = (policy: string): string =>
  `<!doctype html><title>worker</title><link rel="icon" href="data:,">
  <meta http-equiv="Content-Security-Policy" content="${policy}">`;

const show = ({ milliseconds, longestGap, longestTask }: Times): string =>
  `${milliseconds.toFixed(0)} ms, the page waited at most ${longestGap.toFixed(0)} ms, its longest task above 50 ms took ${longestTask.toFixed(0)} ms`;

describe.each([
  { isIsolated: true, title: 'with COOP and COEP' },
  { isIsolated: false, title: 'without them' },
])('training in a Worker on a page served $title', ({ isIsolated }) => {
  let browser: Browser;
  let server: PackagesServer;
  beforeAll(async () => {
    browser = await openBrowser();
    const files = {
      '/': page(''),
      '/no-workers': page("worker-src 'none'"),
      '/served.js': served,
      '/endless.js': endless,
    };
    server = await PackagesServer.open({ ...files, ...(await bundled()) }, isIsolated);
  });
  afterAll(async () => {
    await browser?.close();
    await server?.close();
  });

  /** What a script of the server reports, on a page that nothing complains about. */
  async function report<T>(script: string): Promise<T> {
    const tab = await browser.newPage();
    const problems: string[] = [];
    tab.on('console', (message) => problems.push(message.text()));
    tab.on('pageerror', (error) => problems.push(String(error)));
    await tab.goto(server.url('/'));
    const result = await tab.evaluate<T>(`import('${script}').then((module) => module.default)`);
    expect(problems).toEqual([]);
    await tab.close();
    return result;
  }

  it('gives the bits of the same calls on the page, from the packages as they are', async () => {
    const [here, there] =
      await report<{ description: string; losses: number[]; weights: number[] }[]>('/served.js');
    expect(there).toEqual({ ...here, description: `${here?.description}, in a Worker` });
    expect(here?.losses[4]).toBeLessThan(here?.losses[0] as number);
  });

  it('gives the bits of training on the page, whose thread stays free, from a bundle', async () => {
    const { isolated, here, there } = await report<Report>('/training.js');
    const last = there.at(-1) as Trained;
    console.log(`${here.description}: ${show(here.times)}\n${last.description}: ${show(last.times)}`);
    expect(isolated).toBe(isIsolated);
    expect(last.description).toBe(`${here.description}, in a Worker`);
    for (const { losses, loss, predictions, buffers } of there) {
      expect([losses, loss, predictions]).toEqual([here.losses, here.loss, here.predictions]);
      expect(buffers).toBe(0);
    }
    expect(here.losses.every(Number.isFinite)).toBe(true);
    // The browser tells of tasks above 50 ms: here that of some steps, there none.
    expect(here.times.longestTask).toBeGreaterThan(50);
    expect(last.times.longestTask).toBe(0);
  }, 240_000);

  it('F96: a worker that ends by itself is an E_WORKER within a second, for who waits and for later calls', async () => {
    const tab = await browser.newPage();
    await tab.goto(server.url('/'));
    const started = tab.waitForEvent('worker');
    // Listened for from the start: it is said once.
    const trains = tab.waitForEvent('console', (message) => message.text() === 'trains');
    const failure = tab.evaluate<string>("import('/endless.js').then((module) => module.default)");
    const worker = await started;
    await trains;
    const ended = performance.now();
    // Not awaited: a worker that is gone may give no answer.
    worker.evaluate('self.close()').catch(() => undefined);
    expect(await failure).toMatch(
      /^E_WORKER cpu-in-worker: the worker died, .*\n {2}fix: .*\n {2}in fit: epoch \d+, batch \d+\nE_WORKER /,
    );
    expect(performance.now() - ended).toBeLessThan(1000);
    await tab.close();
  });

  it('F101: where the content security policy blocks workers, says so and what else there is', async () => {
    const tab = await browser.newPage();
    await tab.goto(server.url('/no-workers'));
    const problem = await tab.evaluate<string>(
      "import('/backend-cpu/worker.js').then(({ cpuInWorker }) => cpuInWorker()).then(() => 'started', String)",
    );
    expect(problem).toMatch(
      /^BackendError: cpuInWorker: the worker cannot start: .+\n {2}fix: .*worker-src blob:/,
    );
    await tab.close();
  });
});
