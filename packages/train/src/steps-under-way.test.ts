import { cpu } from '@descent/backend-cpu';
import {
  type Backend,
  currentBackend,
  referenceBackend,
  type Tensor,
  type TypedArray,
  useBackend,
} from '@descent/core';
import { type Batch, type Dataset, fromArrays } from '@descent/datasets';
import { batchNorm, dense, dropout, type Model, sequential } from '@descent/layers';
import { meanAbsoluteError, meanSquaredError } from '@descent/losses';
import { withoutBlocking } from '@descent/testing';
import { afterEach, beforeEach, describe, expect, it } from 'vitest';
import type { CheckpointStore } from './checkpoints/store.js';
import {
  adam,
  type Callback,
  checkpoints,
  cosineDecay,
  evaluate,
  type FitOptions,
  fit,
  type History,
  type Optimizer,
  predict,
  TrainingControl,
} from './index.js';
import { points, quiet } from './test-support.js';

const first = currentBackend();
afterEach(() => useBackend(first));

/** Steps in an epoch: batches of 2 of the 20 points. */
const steps = 10;
/** Where something happens: at the ends, and at an odd and an even step between. */
const places = [1, 2, 5, 6, steps];

/** A net with all that a step changes: parameters, moving averages, random draws. */
function drawingNet(): Model {
  return sequential(
    { input: [2], seed: 2 },
    dense(6, { activation: 'relu' }),
    batchNorm(),
    dropout(0.25),
    dense(1),
  ) as Model;
}

/** A device that works beside the host, with a count of the reports that are on their way. */
interface Device extends Backend {
  readonly seen: { underWay: number; most: number; reads: number; bytes: number[] };
}

/** A turn of the event loop. */
function turn(): Promise<void> {
  return new Promise((resolve) => setTimeout(resolve, 0));
}

/** @param failing - the read, from 1, that rejects */
function device(make: () => Backend = referenceBackend, failing = 0): Device {
  const inner = withoutBlocking(make());
  const seen = { underWay: 0, most: 0, reads: 0, bytes: [] as number[] };
  return {
    ...inner,
    seen,
    async read(buffer) {
      const count = ++seen.reads;
      seen.bytes.push(inner.memory().bytes);
      seen.most = Math.max(seen.most, ++seen.underWay);
      try {
        const values = await inner.read(buffer);
        // Every other report comes behind the one that was asked for after it.
        if (count % 2 === 1) await turn().then(turn).then(turn);
        if (count === failing) throw new Error('the cable came off');
        return values;
      } finally {
        seen.underWay--;
      }
    },
  };
}

/** The points, with something that happens when a batch, counted from 1 in each epoch, is asked for or handed out. */
function dataThat(act: (index: number, batch: Batch) => Batch | undefined): Dataset {
  const good = fromArrays(points);
  return {
    length: good.length,
    inputShape: good.inputShape,
    targetShape: good.targetShape,
    async *batches(options) {
      let index = options.start ?? 0;
      for await (const batch of good.batches(options)) yield act(++index, batch) ?? batch;
    },
  };
}

/** A batch whose loss is NaN. */
function bad(batch: Batch): Batch {
  batch.y.values.fill(Number.NaN);
  return batch;
}

/** Checkpoints in memory; every one that was ever written. */
function memory(): { readonly store: CheckpointStore; readonly written: string[] } {
  const files = new Map<string, Uint8Array>();
  const written: string[] = [];
  const store: CheckpointStore = {
    place: 'memory',
    list: async () => [...files.keys()],
    read: async (name) => files.get(name) as Uint8Array,
    async write(name, bytes) {
      files.set(name, bytes);
      written.push(Buffer.from(bytes).toString('base64'));
    },
    remove: async (name) => void files.delete(name),
  };
  return { store, written };
}

interface Outcome {
  readonly history?: History;
  readonly error?: string;
  readonly parameters: readonly TypedArray[];
  readonly state: readonly TypedArray[];
}

async function valuesOf(cells: readonly { readonly value: Tensor }[]): Promise<TypedArray[]> {
  const values: TypedArray[] = [];
  for (const { value } of cells) values.push(await value.data());
  return values;
}

/** Trains on a backend, and tells all that training leaves; an error too. */
async function train(
  backend: Backend,
  data: Dataset = fromArrays(points),
  options: Partial<FitOptions> = {},
  optimizer: Optimizer = adam({ learningRate: cosineDecay({ initialRate: 0.05, decaySteps: 40 }) }),
): Promise<Outcome> {
  await useBackend(backend);
  const model = drawingNet();
  try {
    const ended = await fit(model, data, {
      ...quiet,
      batchSize: 2,
      optimizer,
      epochs: 2,
      seed: 3,
      metrics: { meanAbsoluteError },
      ...options,
    }).then(
      (history) => ({ history }),
      (error: Error) => ({ error: error.message }),
    );
    return { ...ended, parameters: await valuesOf(model.parameters), state: await valuesOf(optimizer.state) };
  } finally {
    model.dispose();
    optimizer.dispose();
  }
}

const backends = [
  ['reference', referenceBackend],
  ['cpu', () => cpuOfTests],
] as const;
let cpuOfTests: Backend;
beforeEach(async () => {
  cpuOfTests ??= await cpu({ threads: 1 });
});

describe.each(backends)('fit on a device that works beside the host (%s)', (_name, make) => {
  it('has two steps under way, never more, and ends in the bits of one after another', async () => {
    const expected = await train(make());
    const two = device(make);
    expect(await train(two)).toEqual(expected);
    expect([two.seen.most, two.seen.underWay]).toEqual([2, 0]);
    const one = device(make);
    expect(await train(one, undefined, { callbacks: [{ onBatchEnd() {} }] })).toEqual(expected);
    expect(one.seen.most).toBe(1);
    expect(expected.history?.epochs.length).toBe(2);
  });
});

describe('a step that is not finite', () => {
  it.each(['throw', 'stop', 'skip'] as const)(
    'leaves what the steps before it left, wherever it is: nonFinite %s',
    async (nonFinite) => {
      for (const k of places) {
        const data = () => dataThat((index, batch) => (index === k ? bad(batch) : batch));
        const outcomes = [];
        for (const backend of [referenceBackend(), device()]) {
          const { store, written } = memory();
          const saves = checkpoints(store, { everyEpochs: 9 });
          outcomes.push({
            ...(await train(backend, data(), { nonFinite, checkpoints: saves, epochs: 1 })),
            written,
          });
        }
        expect(outcomes[1], `step ${k}`).toEqual(outcomes[0]);
        const [{ history, error = '' }] = outcomes as unknown as [Outcome];
        if (nonFinite === 'throw')
          expect(error).toContain(`epoch 1, batch ${k}: the loss is NaN; the targets`);
        else expect(history?.stopped).toBe(nonFinite === 'stop' ? 'diverged' : 'finished');
      }
    },
  );

  it('leaves the parameters of an undisturbed run before it', async () => {
    for (const k of [2, 5, steps]) {
      const control = new TrainingControl();
      const upTo = dataThat((index) => void (index === k - 1 && control.stop()));
      const expected = await train(referenceBackend(), upTo, { control });
      const failing = dataThat((index, batch) => (index === k ? bad(batch) : batch));
      const { parameters, state } = await train(device(), failing);
      expect({ parameters, state }).toEqual({ parameters: expected.parameters, state: expected.state });
      expect(expected.history?.position.batch).toBe(k - 1);
    }
  });

  it('ends training before the data behind it is looked at', async () => {
    const wrong = (batch: Batch): Batch => ({ ...batch, x: { values: new Float32Array(6), shape: [2, 3] } });
    const data = (k: number) =>
      dataThat((index, batch) => (index === k ? bad(batch) : index === k + 1 ? wrong(batch) : batch));
    for (const k of [1, 4, steps - 1]) {
      for (const nonFinite of ['throw', 'stop'] as const) {
        const { error, history } = await train(device(), data(k), { nonFinite });
        if (nonFinite === 'stop') expect(history?.stopped).toBe('diverged');
        else expect(error).toContain(`batch ${k}: the loss is NaN`);
      }
      const skipped = await train(device(), data(k), { nonFinite: 'skip' });
      expect(skipped.error).toContain(`batch ${k + 1}: inputs are [3] each`);
    }
  });
});

it('the first of several steps that are not finite, or that the device fails to do, is the one that is named', async () => {
  for (const k of places) {
    const failing = dataThat((index, batch) => (index >= k ? bad(batch) : batch));
    expect((await train(device(), failing)).error).toContain(`batch ${k}: the loss is NaN`);
    const { history } = await train(device(), failing, { nonFinite: 'stop' });
    expect([history?.stopped, history?.position.batch]).toEqual(['diverged', k]);
  }
});

it('a callback of batches that reads logs only is told the same, and nothing waits for it', async () => {
  const seen = [];
  for (const backend of [referenceBackend(), device()]) {
    const told: unknown[] = [];
    const callback: Callback = {
      readsLogsOnly: true,
      async onBatchEnd(position, logs, training) {
        await turn();
        told.push([position, logs, training.position]);
      },
    };
    seen.push([await train(backend, undefined, { callbacks: [callback] }), told]);
    expect(told.length).toBe(2 * steps);
    if ('seen' in backend) expect((backend as Device).seen.most).toBe(2);
  }
  expect(seen[1]).toEqual(seen[0]);
});

describe('what comes between two steps finds model and optimizer as the step left them', () => {
  it('callbacks of batches, which read parameters, set the rate and stop', async () => {
    const seen: unknown[][] = [];
    for (const backend of [referenceBackend(), device()]) {
      const told: unknown[] = [];
      const callback: Callback = {
        async onBatchEnd(position, logs, training) {
          told.push([position, logs, await valuesOf(training.model.parameters)]);
          training.optimizer.learningRate *= 0.9;
          if (position.epoch === 1 && position.batch === 4) training.stop('enough');
        },
      };
      told.push(await train(backend, undefined, { callbacks: [callback] }, adam({ learningRate: 0.1 })));
      seen.push(told);
    }
    expect(seen[1]).toEqual(seen[0]);
    expect(seen[0]?.length).toBe(steps + 4 + 1);
  });

  it('checkpoints, by batches and by seconds, and what goes on from them', async () => {
    for (const often of [{ everyBatches: 1 }, { everyBatches: 3 }, { everySeconds: 1e-9 }]) {
      const all = [];
      for (const backend of [referenceBackend(), device()]) {
        const { store, written } = memory();
        const outcome = await train(backend, undefined, { checkpoints: checkpoints(store, often) });
        all.push({ outcome, written });
      }
      expect(all[1]).toEqual(all[0]);
      expect(all[0]?.written.length).toBeGreaterThan(5);
    }
    const unbroken = await train(referenceBackend());
    const { store } = memory();
    const options = { checkpoints: checkpoints(store, { everyBatches: 3 }) };
    const failing = dataThat((index) => {
      if (index === 8) throw new Error('disk on fire');
    });
    expect((await train(device(), failing, options)).error).toContain(
      'batch 8: the data failed: disk on fire',
    );
    expect(await train(device(), undefined, options)).toEqual(unbroken);
  });
});

describe('what interrupts training', () => {
  it('a signal, a stop and an error at any batch leave the same as on a device that is waited for', async () => {
    for (const k of places) {
      for (const how of ['abort', 'stop', 'throw'] as const) {
        const outcomes = [];
        for (const backend of [referenceBackend(), device()]) {
          const control = new TrainingControl();
          const abort = new AbortController();
          const data = dataThat((index) => {
            if (index !== k) return;
            if (how === 'abort') abort.abort();
            if (how === 'stop') control.stop();
            if (how === 'throw') throw new Error('disk on fire');
          });
          outcomes.push(await train(backend, data, { control, signal: abort.signal, epochs: 1 }));
        }
        expect(outcomes[1], `${how} at batch ${k}`).toEqual(outcomes[0]);
        const [{ history, error }] = outcomes as unknown as [Outcome];
        if (how === 'throw') expect(error).toContain(`batch ${k}: the data failed`);
        else expect(history?.position.batch).toBe(how === 'abort' ? k - 1 : k);
      }
    }
  });

  it('a pause waits until nothing is under way; what stops meanwhile is followed', async () => {
    const expected = await train(referenceBackend(), undefined, { epochs: 1 });
    for (const k of [1, 2, 5, steps]) {
      for (const then of ['resume', 'stop'] as const) {
        const control = new TrainingControl();
        const paused = device();
        const whilePaused: number[] = [];
        const data = dataThat((index) => {
          if (index !== k || control.isPaused || whilePaused.length > 0) return;
          control.pause();
          setTimeout(async () => {
            while (paused.seen.underWay > 0) await turn();
            const { reads } = paused.seen;
            for (let i = 0; i < 10; i++) await turn();
            whilePaused.push(paused.seen.underWay, paused.seen.reads - reads);
            control[then]();
          }, 0);
        });
        const outcome = await train(paused, data, { control, epochs: 1 });
        expect(whilePaused, `batch ${k}`).toEqual([0, 0]);
        if (then === 'resume') expect(outcome).toEqual(expected);
        else expect(outcome.history?.position).toEqual({ epoch: 0, batch: k, seed: 3 });
      }
    }
  }, 60_000);

  it('a device that fails names the step that failed, before what fails behind it', async () => {
    for (const k of [1, 2, 7]) {
      const late = dataThat((index) => {
        if (index === k + 1) throw new Error('disk on fire');
      });
      for (const data of [fromArrays(points), late]) {
        const { error } = await train(device(referenceBackend, k), data);
        expect(error).toMatch(/^the cable came off/);
      }
    }
  });
});

it('the data is asked for while the device works', async () => {
  const busy: number[] = [];
  const beside = device();
  await train(
    beside,
    dataThat(() => void busy.push(beside.seen.underWay)),
  );
  expect(Math.max(...busy)).toBe(1);
});

it('F47: 300 steps leave as much memory in use as the first few', async () => {
  const beside = device();
  const before = beside.memory();
  await train(beside, undefined, { epochs: 30 });
  const [start, end] = [beside.seen.bytes.slice(4, 14), beside.seen.bytes.slice(280, 300)];
  expect(Math.max(...end)).toBe(Math.max(...start));
  expect(beside.memory()).toEqual(before);
});

it('what ends training leaves nothing on the device, and nothing under way', async () => {
  for (const k of [1, 2, 6, steps]) {
    for (const nonFinite of ['throw', 'stop'] as const) {
      const beside = device();
      const data = dataThat((index, batch) => (index === k ? bad(batch) : batch));
      await train(beside, data, { nonFinite });
      expect([beside.seen.underWay, beside.memory().buffers]).toEqual([0, 0]);
    }
  }
});

describe('evaluate', () => {
  const options = { loss: meanSquaredError, metrics: { meanAbsoluteError }, batchSize: 2 };

  it('has two batches under way, never more, and gives the bits of one after another', async () => {
    const results = [];
    const beside = device();
    for (const backend of [referenceBackend(), beside]) {
      await useBackend(backend);
      using model = drawingNet();
      using predicted = await predict(model, points.x, { batchSize: 2 });
      results.push([await evaluate(model, points, options), await predicted.data()]);
    }
    expect(results[1]).toEqual(results[0]);
    expect([beside.seen.most, beside.seen.underWay]).toEqual([2, 0]);
  });

  it('names the batch that failed first, and leaves nothing on the device', async () => {
    const beside = device(referenceBackend, 3);
    await useBackend(beside);
    const model = drawingNet();
    const late = dataThat((index) => {
      if (index === 4) throw new Error('disk on fire');
    });
    await expect(evaluate(model, late, options)).rejects.toThrow('the cable came off');
    model.dispose();
    expect([beside.seen.underWay, beside.memory().buffers]).toEqual([0, 0]);
  });
});
