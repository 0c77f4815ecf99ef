import type { Browser, BrowserContext, Frame, Page } from 'playwright-core';
import { afterAll, beforeAll, beforeEach, describe, expect, it, onTestFinished } from 'vitest';
import { openBrowser } from './open-browser.js';
import { PackagesServer } from './packages-server.js';

/** Trains with checkpoints in the store of a kind, and gives all that training ends with. */
const train = `
import { dense, dropout, sequential } from '/layers/index.js';
import { meanSquaredError } from '/losses/index.js';
import { adam, checkpoints, fit, indexedDbStore, opfsStore } from '/train/index.js';

const stores = { indexedDbStore, opfsStore };
const storeOf = (kind) => stores[kind]('run');

const data = {
  x: Array.from({ length: 40 }, (_, i) => [Math.sin(i), Math.cos(3 * i)]),
  y: Array.from({ length: 40 }, (_, i) => [Math.sin(i) * Math.cos(3 * i)]),
};

export async function train(kind) {
  const model = sequential({ input: [2], seed: 1 }, dense(8, { activation: 'tanh' }), dropout(0.2), dense(1));
  const optimizer = adam({ learningRate: 0.01 });
  const store = storeOf(kind);
  const steps = [];
  const watched = {
    ...store,
    async write(name, bytes) {
      console.info('saving ' + name);
      await store.write(name, bytes);
    },
  };
  const history = await fit(model, data, {
    loss: meanSquaredError,
    optimizer,
    epochs: 3,
    batchSize: 4,
    seed: 3,
    progress: 'none',
    checkpoints: checkpoints(watched, { everyBatches: 3 }),
    callbacks: [{ onBatchEnd: ({ epoch, batch }) => void steps.push(epoch + '.' + batch) }],
  });
  const values = [];
  for (const cell of [...model.parameters, ...optimizer.state]) values.push(...(await cell.value.data()));
  return { steps, end: JSON.stringify([values, history.epochs]) };
}

/** Cuts off the end of the newest checkpoint. */
export async function damage(kind) {
  const store = storeOf(kind);
  const newest = (await store.list()).sort().at(-1);
  await store.write(newest, (await store.read(newest)).slice(0, -7));
}

/** Writes until there is no room. */
export async function fill(kind) {
  const store = stores[kind]('filling');
  for (let full = false; !full; ) await store.write('some', new Uint8Array(1e5)).catch(() => void (full = true));
}

export async function failure(kind) {
  try {
    await train(kind);
    return 'none';
  } catch (error) {
    return error.code + ' ' + error.message;
  }
}
`;

const blank = '<!doctype html><title>checkpoints</title><link rel="icon" href="data:,">';
const files = {
  '/': blank,
  '/in-a-sandbox': `${blank}<iframe sandbox="allow-scripts" src="/"></iframe>`,
  '/train.js': train,
};

interface Ended {
  /** The steps that this page made. */
  readonly steps: readonly string[];
  /** Values and history, as text. */
  readonly end: string;
}

/** Both are under one contract; usual runs try one of them. */
const kinds = process.env.DESCENT_FULL ? ['indexedDbStore', 'opfsStore'] : ['opfsStore'];

describe.each(kinds)('checkpoints in a browser: %s', (kind) => {
  let browser: Browser;
  let server: PackagesServer;
  let context: BrowserContext;
  /** What training ends with that nothing disturbs. */
  let unbroken: Ended;

  beforeAll(async () => {
    browser = await openBrowser();
    server = await PackagesServer.open(files, false);
    context = await browser.newContext();
    unbroken = await finish(await openTab());
    await context.close();
    expect(unbroken.steps).toHaveLength(30);
  });
  afterAll(async () => {
    await browser?.close();
    await server?.close();
  });
  beforeEach(async () => {
    context = await browser.newContext();
    onTestFinished(() => context.close());
  });

  async function openTab(path = '/'): Promise<Page> {
    const tab = await context.newPage();
    await tab.goto(server.url(path));
    return tab;
  }

  const call = <T>(tab: Page | Frame, name: 'train' | 'damage' | 'fill' | 'failure'): Promise<T> =>
    tab.evaluate<T>(`import('/train.js').then((module) => module.${name}('${kind}'))`);
  const finish = (tab: Page): Promise<Ended> => call(tab, 'train');

  /** Trains until the n-th save has begun, and closes the page there. */
  async function closedInSave(n: number): Promise<void> {
    const tab = await openTab();
    const begun = new Promise<void>((resolve) => {
      let saves = 0;
      tab.on('console', (message) => {
        if (message.text().startsWith('saving ') && ++saves === n) resolve();
      });
    });
    const training = finish(tab);
    await Promise.race([begun, training]);
    training.catch(() => undefined);
    await tab.close();
  }

  it('F54: carry training on in the middle of an epoch, in the same bits, after its page was closed while it saved', async () => {
    for (const saves of [2, 1, 2]) await closedInSave(saves);
    const { steps, end } = await finish(await openTab());
    expect(steps.length).toBeLessThan(30);
    expect(end).toBe(unbroken.end);
  });

  it.runIf(kind === 'opfsStore')('F54: begin anew where the first save was never finished', async () => {
    const tab = await openTab();
    // What a page leaves that is closed between making the file and putting it in place.
    await tab.evaluate(async () => {
      const folder = await (await navigator.storage.getDirectory()).getDirectoryHandle('run', {
        create: true,
      });
      await folder.getFileHandle('checkpoint-00000001.safetensors', { create: true });
    });
    expect(await finish(tab)).toEqual(unbroken);
  });

  it('F50: are refused when they are damaged, and the one before is used', async () => {
    await finish(await openTab());
    const tab = await openTab();
    const warnings: string[] = [];
    tab.on('console', (message) => message.type() === 'warning' && warnings.push(message.text()));
    await call(tab, 'damage');
    const { steps, end } = await finish(tab);
    expect(steps).toEqual(['2.10']);
    expect(end).toBe(unbroken.end);
    expect(warnings).toEqual([
      expect.stringMatching(/^safetensors: .*\n {2}in checkpoint-000000\d\d\.safetensors$/),
    ]);
  });

  it('F51: stay whole when two pages write them at the same time', async () => {
    const tabs = [await openTab(), await openTab()];
    const ends = await Promise.all(tabs.map(finish));
    expect(ends.map(({ end }) => end)).toEqual([unbroken.end, unbroken.end]);
    expect((await finish(await openTab())).end).toBe(unbroken.end);
  });

  // For half a minute the browser goes by the room that a database had.
  const isSlow = kind === 'indexedDbStore';
  it.skipIf(isSlow && !process.env.DESCENT_FULL)(
    'F54: say that there is no room, and what was saved before carries on',
    async () => {
      await closedInSave(3);
      const tab = await openTab();
      const session = await context.newCDPSession(tab);
      const limit = (quotaSize: number): Promise<unknown> =>
        session.send('Storage.overrideQuotaForOrigin', { origin: server.url(''), quotaSize });
      await limit(1);
      await call(tab, 'fill');
      expect(await call(tab, 'failure')).toMatch(/^E_IO checkpoint: .*QuotaExceededError/);
      await limit(1e8);
      const { steps, end } = await finish(tab);
      expect(steps.length).toBeLessThan(30);
      expect(end).toBe(unbroken.end);
    },
  );

  it('F54: say that the browser refuses to store anything for a page', async () => {
    const tab = await openTab('/in-a-sandbox');
    const message = await call(tab.frames().at(-1) as Frame, 'failure');
    expect(message).toMatch(/^E_IO checkpoint: .*SecurityError/);
  });
});
