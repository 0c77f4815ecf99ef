import { readdirSync } from 'node:fs';
import { mkdtemp, rm } from 'node:fs/promises';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { cpu } from '@descent/backend-cpu';
import { currentBackend, leaks, referenceBackend, useBackend } from '@descent/core';
import { afterAll, describe, expect, it, onTestFinished } from 'vitest';
import {
  type Callback,
  csvLogger,
  earlyStopping,
  fit,
  jsonLinesLogger,
  learningRateSchedule,
  reduceOnPlateau,
  sgd,
  tensorBoard,
} from '../index.js';
import { net, points, quiet } from '../test-support.js';

/** One of each, writing into a folder that is removed after the test. */
async function all(): Promise<Callback[]> {
  const folder = await mkdtemp(join(tmpdir(), 'descent-test-'));
  onTestFinished(() => rm(folder, { recursive: true, force: true }));
  return [
    // The first epoch stays the best one, whose parameters are kept.
    earlyStopping({ patience: 1e6, minDelta: 1e9 }),
    reduceOnPlateau({ patience: 50 }),
    learningRateSchedule((_epoch, rate) => rate),
    csvLogger(join(folder, 'log.csv')),
    jsonLinesLogger(join(folder, 'log.jsonl')),
    tensorBoard(join(folder, 'board'), { everyBatches: 1, histogramsEvery: 5 }),
  ];
}

const openFileCount = (): number => (process.platform === 'linux' ? readdirSync('/proc/self/fd').length : 0);

describe.each([
  ['reference', referenceBackend],
  ['cpu', () => cpu({ threads: 1 })],
] as const)('all callbacks at once, on %s', (_name, make) => {
  it('leave no tensor and no file behind, when one of them fails or aborts', async () => {
    await useBackend(make());
    using model = net();
    const optimizer = sgd({ learningRate: 0.001 });
    const options = { ...quiet, optimizer, epochs: 2, validation: points };
    await fit(model, points, { ...options, callbacks: await all() });
    const [before, openBefore] = [currentBackend().memory(), openFileCount()];
    for (const hook of ['onTrainBegin', 'onEpochBegin', 'onBatchEnd', 'onEpochEnd', 'onTrainEnd'] as const) {
      const failing: Callback = { [hook]: () => Promise.reject(new Error('mine')) };
      const run = fit(model, points, { ...options, callbacks: [...(await all()), failing] });
      await expect(run).rejects.toThrow('mine');
      const abort = new AbortController();
      const aborting: Callback = { [hook]: () => abort.abort() };
      const { signal } = abort;
      await fit(model, points, { ...options, signal, callbacks: [...(await all()), aborting] });
      // A rate that was set and not used yet is not on the backend.
      expect(currentBackend().memory().buffers, hook).toBeLessThanOrEqual(before.buffers);
      expect(openFileCount(), hook).toBe(openBefore);
    }
    optimizer.dispose();
  });

  it('F47: hold no more memory after 10,000 steps than after 1,000', async () => {
    await useBackend(make());
    using model = net();
    const optimizer = sgd({ learningRate: 0.001 });
    const seen: { readonly backend: unknown; readonly heap: number; readonly files: number }[] = [];
    const watching: Callback = {
      onEpochEnd(epoch) {
        if (epoch !== 49 && epoch !== 499) return;
        global.gc?.();
        const heap = process.memoryUsage().heapUsed;
        seen.push({ backend: currentBackend().memory(), heap, files: openFileCount() });
      },
    };
    const callbacks = [...(await all()), watching];
    await fit(model, points, { ...quiet, optimizer, batchSize: 1, epochs: 500, callbacks });
    const [early, late] = seen as [(typeof seen)[0], (typeof seen)[0]];
    expect(late.backend).toEqual(early.backend);
    expect(late.files).toBe(early.files);
    // The history itself grows, by a row per epoch.
    expect(late.heap - early.heap).toBeLessThan(2e6);
    expect(leaks()).toEqual([]);
    optimizer.dispose();
  });
});

afterAll(() => useBackend(referenceBackend()));
