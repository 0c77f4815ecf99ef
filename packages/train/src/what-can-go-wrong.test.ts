import { cpu } from '@descent/backend-cpu';
import {
  currentBackend,
  forgetLeaks,
  leaks,
  normal,
  Rng,
  referenceBackend,
  scope,
  type Tensor,
  useBackend,
  variableGradients,
} from '@descent/core';
import { dense, type Model, sequential } from '@descent/layers';
import { meanSquaredError } from '@descent/losses';
import { afterAll, beforeAll, describe, expect, it } from 'vitest';
import { batchLoss } from './batch-loss.js';
import { type Callback, checkpoints, fit, sgd } from './index.js';
import { net, points, quiet } from './test-support.js';

/** How much longer the gradient of the last layer's weights is than that of the first's: first / last. */
function gradientRatio(
  activation: 'sigmoid' | 'relu',
  kernelInitializer: 'glorotUniform' | 'heNormal',
): number {
  const hidden = Array.from({ length: 9 }, () => dense(32, { activation, kernelInitializer }));
  using model = sequential({ input: [16], seed: 1 }, ...hidden, dense(1)) as unknown as Model;
  const kernels = model.parameters.filter(({ shape }) => shape.length === 2);
  expect(kernels.length).toBe(10);
  return scope(() => {
    const rng = new Rng(3);
    const [x, y] = [normal(rng, [64, 16]) as Tensor, normal(rng, [64, 1]) as Tensor];
    const { gradients } = variableGradients(() => {
      const { value } = batchLoss(model, meanSquaredError, x, y, undefined);
      return { value, auxiliary: undefined };
    }, kernels);
    const norms = gradients.map((gradient) => Math.sqrt(gradient.square().sum().item()));
    rng.dispose();
    return (norms[0] as number) / (norms[9] as number);
  });
}

/** Checkpoints in memory. */
function memoryCheckpoints() {
  const files = new Map<string, Uint8Array>();
  return checkpoints({
    place: 'memory',
    list: async () => [...files.keys()],
    read: async (name) => files.get(name) as Uint8Array,
    write: async (name, bytes) => void files.set(name, bytes),
    remove: async (name) => void files.delete(name),
  });
}

/** What keeps Node alive: workers and their ports among it. */
function workers(): readonly string[] {
  return process.getActiveResourcesInfo().filter((name) => /worker|port/i.test(name));
}

describe('ten layers', () => {
  it('of sigmoids: the first layer’s gradient is at most 1e-4 of the last’s', () => {
    expect(gradientRatio('sigmoid', 'glorotUniform')).toBeLessThanOrEqual(1e-4);
  });

  it('of ReLU with He’s initial weights: it is at least 1e-2 of it', () => {
    expect(gradientRatio('relu', 'heNormal')).toBeGreaterThanOrEqual(1e-2);
  });
});

describe('on the CPU', () => {
  beforeAll(async () => {
    await useBackend(cpu({ threads: 2 }));
  });
  afterAll(async () => {
    const backend = currentBackend();
    await useBackend(referenceBackend());
    backend.dispose();
  });

  it('F47: 10,000 steps hold as many tensors and bytes as the first, on the device and on the host', async () => {
    using model = net();
    const optimizer = sgd({ learningRate: 0.01, momentum: 0.9 });
    const seen: { readonly buffers: number; readonly bytes: number }[] = [];
    const heap: number[] = [];
    forgetLeaks();
    const onEpochEnd = (): void => {
      seen.push(currentBackend().memory());
      heap.push(process.memoryUsage().arrayBuffers);
    };
    await fit(model, points, { ...quiet, optimizer, epochs: 2000, callbacks: [{ onEpochEnd }] });
    expect(seen.length * 5).toBe(10_000);
    // Less is possible: what earlier tests dropped goes when the engine collects it.
    expect(Math.max(...seen.map(({ buffers }) => buffers))).toBe(seen[0]?.buffers);
    expect(Math.max(...seen.map(({ bytes }) => bytes))).toBe(seen[0]?.bytes);
    expect(leaks()).toEqual([]);
    // Garbage comes and goes; what stays would be 10,000 batches, the least of which is larger than this.
    const least = (part: readonly number[]): number => Math.min(...part);
    expect(least(heap.slice(1500))).toBeLessThan(least(heap.slice(0, 500)) + 200_000);
    optimizer.dispose();
  }, 120_000);

  const fails = new Error('mine');
  /** Each hook; `save` and `load` are told where there are checkpoints. */
  const hooks = ['onTrainBegin', 'onEpochBegin', 'onBatchEnd', 'onEpochEnd', 'onTrainEnd'] as const;

  it.each([...hooks, 'save', 'load', 'dispose'] as const)(
    'F44: an error in %s comes out as it is and leaves no tensor, plan, callback or worker behind',
    async (hook) => {
      using model = net();
      const optimizer = sgd();
      await fit(model, points, { ...quiet, optimizer });
      const [before, running] = [currentBackend().memory(), workers()];
      const isLate = hook !== 'load' && hook !== 'dispose';
      for (const reject of isLate ? [false, true] : [false]) {
        let freed = 0;
        const bad: Callback = {
          name: 'bad',
          [hook]: () => {
            if (reject) return Promise.reject(fails);
            throw fails;
          },
        };
        const other: Callback = { dispose: () => void freed++ };
        const stored = memoryCheckpoints();
        const run = { ...quiet, optimizer, epochs: 2, checkpoints: stored, callbacks: [bad, other] };
        if (hook === 'load') {
          const good = { name: 'bad', save: () => ({ values: 1 }) };
          await fit(model, points, { ...run, epochs: 1, callbacks: [good] });
        }
        await expect(fit(model, points, run)).rejects.toBe(fails);
        expect(freed).toBe(1);
      }
      // Parameters that a checkpoint gave are on the host until they are read.
      expect(currentBackend().memory().bytes).toBe(hook === 'load' ? 0 : before.bytes);
      await fit(model, points, { ...quiet, optimizer });
      expect(currentBackend().memory()).toEqual(before);
      expect(workers()).toEqual(running);
      optimizer.dispose();
    },
  );

  it.each(hooks)('F44: an abort in %s ends training and leaves no tensor or worker behind', async (hook) => {
    using model = net();
    const optimizer = sgd();
    await fit(model, points, { ...quiet, optimizer });
    const [before, running] = [currentBackend().memory(), workers()];
    const abort = new AbortController();
    const { stopped, epochs } = await fit(model, points, {
      ...quiet,
      optimizer,
      epochs: 3,
      signal: abort.signal,
      callbacks: [{ [hook]: () => abort.abort() }],
    });
    const isOver = hook === 'onTrainEnd';
    expect(stopped).toBe(isOver ? 'finished' : 'aborted');
    expect(epochs.length).toBe(isOver ? 3 : hook === 'onEpochEnd' ? 1 : 0);
    expect(currentBackend().memory()).toEqual(before);
    expect(workers()).toEqual(running);
    optimizer.dispose();
  });
});
