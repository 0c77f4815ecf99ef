import { afterAll, beforeAll, describe, expect, it } from 'vitest';
import { PackagesServer } from './packages-server.js';
import { type Tab, TabbedBrowser } from './tabs.js';

/** Trains, tells of each epoch, and gives what training ends with. */
const training = `
import { cpu } from '/backend-cpu/index.js';
import { cpuInWorker } from '/backend-cpu/worker.js';
import { Rng, useBackend } from '/core/index.js';
import { dense, dropout, sequential } from '/layers/index.js';
import { meanSquaredError } from '/losses/index.js';
import { adam, checkpoints, fit, indexedDbStore } from '/train/index.js';

const [exampleCount, size] = [2048, 256];
const x = Float32Array.from(new Rng(1).uniformArray(exampleCount * size));
const y = Float32Array.from({ length: exampleCount }, (_, i) => Math.sin(9 * x[i * size]));
const data = { x, inputShape: [size], y, targetShape: [1] };

/** On the page or in a worker; \`run\` is the name of checkpoints, where there shall be some. */
export async function train(place, run) {
  const backend = await useBackend(place === 'page' ? cpu({ threads: 1 }) : cpuInWorker({ threads: 1 }));
  const model = sequential({ input: [size], seed: 1 }, dense(256, { activation: 'tanh' }), dropout(0.2), dense(1));
  const optimizer = adam({ learningRate: 0.001 });
  const start = performance.now();
  const steps = [];
  const { epochs } = await fit(model, data, {
    loss: meanSquaredError,
    optimizer,
    epochs: 12,
    batchSize: 32,
    progress: 'none',
    checkpoints: run ? checkpoints(indexedDbStore(run), { everyBatches: 25 }) : undefined,
    callbacks: [
      {
        onBatchEnd: ({ epoch, batch }) => void steps.push(epoch + '.' + batch),
        onEpochEnd: (epoch) => console.info('epoch ' + epoch + ' ' + document.visibilityState),
      },
    ],
  });
  const values = [];
  for (const { value } of model.parameters) values.push(...(await value.data()));
  for (const each of [model, optimizer]) each.dispose();
  await backend.sync();
  const { buffers } = backend.memory();
  backend.dispose();
  return { end: JSON.stringify([values, epochs]), steps: steps.length, buffers, milliseconds: performance.now() - start };
}

/** How many timers of no time come one after another in a second. */
export function timersInASecond() {
  const start = performance.now();
  return new Promise((resolve) => {
    let count = 0;
    const tick = () => (performance.now() - start > 1000 ? resolve(count) : setTimeout(tick, 0, count++));
    tick();
  });
}
`;

const blank = '<!doctype html><title>hidden</title><link rel="icon" href="data:,">';
const stepCount = 12 * 64;

interface Ended {
  /** Values and history, as text. */
  readonly end: string;
  /** How many steps this page made. */
  readonly steps: number;
  /** What is left on the backend. */
  readonly buffers: number;
  readonly milliseconds: number;
}

describe('F44: training in a tab that nobody sees', () => {
  let browser: TabbedBrowser;
  let server: PackagesServer;
  let unseen: Tab;
  let expected: Ended;

  beforeAll(async () => {
    browser = await TabbedBrowser.open();
    server = await PackagesServer.open({ '/': blank, '/training.js': training }, false);
    const seen = await browser.openTab(server.url('/'));
    expected = await train(seen, 'page');
    expect([expected.steps, expected.buffers]).toEqual([stepCount, 0]);
    await seen.close();
    unseen = await hiddenTab();
  }, 180_000);
  afterAll(async () => {
    await browser?.close();
    await server?.close();
  });

  const train = (tab: Tab, place: string, run = ''): Promise<Ended> =>
    tab.evaluate(`import('/training.js').then((module) => module.train('${place}', '${run}'))`);

  /** A tab behind another one. */
  async function hiddenTab(): Promise<Tab> {
    const tab = await browser.openTab(server.url('/'));
    await browser.openTab('about:blank');
    await tab.evaluate(
      'new Promise((done) => { const look = () => document.hidden ? done(0) : setTimeout(look, 10); look(); })',
    );
    return tab;
  }

  it('is in one whose timers are slowed down, so that the other tests mean something', async () => {
    const timers = await unseen.evaluate<number>(
      "import('/training.js').then((module) => module.timersInASecond())",
    );
    expect(timers).toBeLessThan(50);
  });

  it.each(['page', 'worker'])(
    'goes on as fast, and to the same bits: on the %s',
    async (place) => {
      const lines: string[] = [];
      unseen.onLine((line) => lines.push(line));
      const { end, steps, buffers, milliseconds } = await train(unseen, place);
      console.log(
        `seen ${expected.milliseconds.toFixed(0)} ms, unseen ${milliseconds.toFixed(0)} ms (${place})`,
      );
      expect(lines.filter((line) => line.endsWith('hidden'))).toHaveLength(12);
      expect([steps, buffers]).toEqual([stepCount, 0]);
      expect(end).toBe(expected.end);
      // A timer at each of its pauses, every 50 ms, would make it wait a second each time.
      expect(milliseconds).toBeLessThan(6 * expected.milliseconds + 3000);
    },
    180_000,
  );

  it('is carried on from its checkpoints, in the same bits, when the tab was closed', async () => {
    const tab = await hiddenTab();
    const far = new Promise<void>((resolve) => {
      tab.onLine((line) => line.startsWith('epoch 4') && resolve());
    });
    train(tab, 'worker', 'closed').catch(() => undefined);
    await far;
    await tab.close();
    const { end, steps } = await train(await hiddenTab(), 'worker', 'closed');
    expect(steps).toBeLessThan(8 * 64);
    expect(end).toBe(expected.end);
  }, 180_000);
});
