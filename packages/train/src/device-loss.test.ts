import { cpu } from '@descent/backend-cpu';
import {
  type Backend,
  currentBackend,
  pickBackend,
  Rng,
  referenceBackend,
  type Tensor,
  type TypedArray,
  tensor,
  useBackend,
} from '@descent/core';
import { batchNorm, dense, dropout, type Model, sequential } from '@descent/layers';
import { meanAbsoluteError, meanSquaredError } from '@descent/losses';
import { type LosableBackend, type LosableOptions, type LossPoint, losable } from '@descent/testing';
import { afterEach, beforeEach, describe, expect, it, vi } from 'vitest';
import {
  type AdamOptions,
  adam,
  type Callback,
  cosineDecay,
  type DeviceLoss,
  earlyStopping,
  evaluate,
  type FitOptions,
  fit,
  learningRateSchedule,
  predict,
  rangeTest,
  reduceOnPlateau,
  sgd,
} from './index.js';
import { net, points, quiet } from './test-support.js';

const first = currentBackend();
afterEach(async () => {
  vi.restoreAllMocks();
  await useBackend(first);
});

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

interface Outcome {
  readonly losses: readonly number[];
  readonly validation: readonly number[];
  readonly parameters: readonly TypedArray[];
  readonly state: readonly TypedArray[];
  readonly bestEpoch: number | undefined;
}

/** Calls on the device until `fit` was done. */
let callsOfFit = { run: 0, read: 0, upload: 0 };

/** Trains for 15 steps in 3 epochs; backups fall into epochs and on their ends. */
async function train(options: Partial<FitOptions> = {}, more: AdamOptions = {}): Promise<Outcome> {
  const model = drawingNet();
  const optimizer = adam({
    learningRate: cosineDecay({ initialRate: 0.05, decaySteps: 30 }),
    ...more,
  });
  try {
    const { epochs, bestEpoch } = await fit(model, points, {
      loss: meanSquaredError,
      batchSize: 4,
      progress: 'none',
      optimizer,
      epochs: 3,
      seed: 3,
      validation: points,
      backupEvery: 4,
      callbacks: [earlyStopping({ monitor: 'loss', patience: 9 })],
      ...options,
    });
    callsOfFit = { ...callsOfFit, ...(currentBackend() as LosableBackend).calls };
    const values = (cells: readonly { readonly value: Tensor }[]) =>
      Promise.all(cells.map(({ value }) => value.data()));
    return {
      losses: epochs.map(({ loss }) => loss as number),
      validation: epochs.map(({ validationLoss }) => validationLoss as number),
      parameters: await values(model.parameters),
      state: await values(optimizer.state),
      bestEpoch,
    };
  } finally {
    model.dispose();
    optimizer.dispose();
  }
}

async function onLosable(
  make: () => Backend | Promise<Backend>,
  options: LosableOptions,
): Promise<LosableBackend> {
  const backend = await losable(make, options);
  await useBackend(backend);
  return backend;
}

const backends = [
  ['reference', referenceBackend],
  ['cpu', () => cpu({ threads: 1 })],
] as const satisfies readonly (readonly [string, () => Backend | Promise<Backend>])[];

/** How many random places are tried. */
const places = process.env.DESCENT_FULL === '1' ? 200 : 8;

describe.each(backends)('F103: fit on a device of %s that is lost', (_name, make) => {
  let unbroken: Outcome;
  const calls = { run: 0, read: 0, upload: 0 };
  beforeEach(async () => {
    if (unbroken) return;
    await onLosable(make, {});
    unbroken = await train();
    Object.assign(calls, callsOfFit);
  });

  it('trains as on a device that cannot be lost', async () => {
    await useBackend(make());
    expect(await train()).toEqual(unbroken);
    expect(unbroken.losses.length).toBe(3);
  });

  it(`ends in the same bits at ${places} random places`, async () => {
    const draws = new Rng(1).uniformArray(3 * places);
    for (let i = 0; i < places; i++) {
      const pick = <T>(list: readonly T[], draw: number): T => list[Math.floor(list.length * draw)] as T;
      const [call, when, place] = [...draws.subarray(3 * i)] as [number, number, number];
      const kind = pick(['run', 'read', 'upload'] as const, call);
      const point: LossPoint = {
        call: kind,
        count: 1 + Math.floor(calls[kind] * place),
        when: pick(['before', 'during', 'after'] as const, when),
      };
      const manner = pick(['throws', 'lies'] as const, (i % 2) / 2);
      const told: DeviceLoss[] = [];
      const device = await onLosable(make, { losses: [point], manner });
      const outcome = await train({
        callbacks: [
          earlyStopping({ monitor: 'loss', patience: 9 }),
          { onDeviceLost: (loss) => void told.push(loss) },
        ],
      });
      const title = JSON.stringify({ point, manner });
      expect(device.lost, title).toBeDefined();
      expect(outcome, title).toEqual(unbroken);
      expect(told.length, title).toBe(1);
      device.dispose();
    }
  });

  it('ends in the same bits when it is lost before, during and after the first and a later call of each kind', async () => {
    for (const call of ['run', 'read', 'upload'] as const) {
      for (const when of ['before', 'during', 'after'] as const) {
        for (const count of [1, Math.floor(calls[call] / 2)]) {
          const losses = [{ call, count, when }];
          const device = await onLosable(make, { losses, manner: 'lies', blocking: true });
          expect(await train(), `${when} ${call} ${count}`).toEqual(unbroken);
          device.dispose();
        }
      }
    }
  });

  it('survives several losses one after another, also right after a restart', async () => {
    const losses: LossPoint[] = [
      { call: 'read', count: 90 },
      { call: 'upload', count: 1 },
      { call: 'read', count: 70 },
    ];
    await onLosable(make, { losses });
    expect(await train()).toEqual(unbroken);
  });
});

it('F103: moving averages of parameters and gradients that are gathered go on too', async () => {
  const more: AdamOptions = { ema: { decay: 0.9 }, accumulate: 2, clipNorm: 1 };
  await useBackend(referenceBackend());
  const unbroken = await train({}, more);
  for (const count of [30, 41, 170]) {
    const device = await onLosable(referenceBackend, { losses: [{ call: 'read', count }] });
    expect(await train({}, more)).toEqual(unbroken);
    expect(device.lost).toBeDefined();
  }
});

describe('F104: fit and the backends that are left', () => {
  const losesAt = (count: number): LossPoint => ({ call: 'run', count });

  it('goes on with the next candidate of pickBackend where none restarts, and says so once', async () => {
    const warn = vi.spyOn(console, 'warn').mockImplementation(() => undefined);
    vi.spyOn(console, 'log').mockImplementation(() => undefined);
    const next = referenceBackend();
    await pickBackend([() => losable(cpu, { losses: [losesAt(400)], restarts: 0 }), () => next], {
      rank: 'none',
      print: false,
    });
    using model = net();
    const { epochs } = await fit(model, points, {
      ...quiet,
      optimizer: sgd(),
      epochs: 90,
      progress: 'lines',
      backupEvery: 10,
    });
    expect(currentBackend()).toBe(next);
    expect(epochs.length).toBe(90);
    expect(warn.mock.calls.map(([text]) => text)).toEqual([
      expect.stringMatching(
        /^the device of losable cpu was lost \(lost during run 400\): training goes on from (the beginning of )?epoch \d+.*, on reference$/,
      ),
    ]);
  });

  it('gives up where nothing is left; the model has the values of the last backup', async () => {
    const device = await onLosable(referenceBackend, { restarts: 0 });
    const model = net();
    const before: TypedArray[][] = [];
    const callbacks: Callback[] = [
      {
        async onEpochEnd() {
          before.push(await Promise.all(model.parameters.map(({ value }) => value.data())));
        },
        onBatchEnd({ epoch, batch }) {
          if (epoch === 1 && batch === 4) device.lose('unplugged');
        },
      },
    ];
    const run = fit(model, points, { ...quiet, optimizer: adam(), epochs: 3, backupEvery: 8, callbacks });
    await expect(run).rejects.toThrowErrorMatchingInlineSnapshot(`
      [BackendError: fit: epoch 2, batch 5: the device of losable reference was lost: unplugged; nothing takes its place: another losable reference: no new device
        fix: await useBackend(cpu()), and begin again; the model holds the values of the last backup]
    `);
    await expect(run).rejects.toHaveProperty('code', 'E_LOST');
    await useBackend(referenceBackend());
    expect(await Promise.all(model.parameters.map(({ value }) => value.data()))).toEqual(before[0]);
    model.dispose();
  });

  it('leaves a device that is lost at one step again and again, for the next candidate', async () => {
    const again = Array.from({ length: 9 }, () => losesAt(30));
    const next = referenceBackend();
    await pickBackend([() => losable(referenceBackend, { losses: again }), next], {
      rank: 'none',
      print: false,
    });
    const told: DeviceLoss[] = [];
    using model = net();
    await fit(model, points, {
      ...quiet,
      optimizer: sgd(),
      backupEvery: 2,
      callbacks: [{ onDeviceLost: (loss) => void told.push(loss) }],
    });
    expect(told.map(({ next }) => next)).toEqual(['losable reference', 'losable reference', 'reference']);
    expect(currentBackend()).toBe(next);
  });

  it('gives up after three losses at one step where there is no other; the values are those of the backup', async () => {
    const again = Array.from({ length: 9 }, () => losesAt(30));
    await onLosable(referenceBackend, { losses: again });
    const model = net();
    const before = await Promise.all(model.parameters.map(({ value }) => value.data()));
    const run = fit(model, points, { ...quiet, optimizer: sgd() });
    await expect(run).rejects.toThrowErrorMatchingInlineSnapshot(`
      [BackendError: fit: epoch 1, batch 1: lost 3 times at this place: run: the device of losable reference was lost: lost during run 30
        fix: train on another backend, for example await useBackend(cpu()), or with smaller batches; the model holds the values of the last backup]
    `);
    expect((currentBackend() as LosableBackend).lost).toBeUndefined();
    expect(await Promise.all(model.parameters.map(({ value }) => value.data()))).toEqual(before);
    model.dispose();
  });

  it.each([0, -1, 1.5, Number.NaN, 'on'])('refuses backupEvery: %s', async (backupEvery) => {
    using model = net();
    const run = fit(model, points, { ...quiet, optimizer: sgd(), backupEvery } as FitOptions);
    await expect(run).rejects.toThrow('fit: backupEvery must be a whole number >= 1');
  });

  it("without backups the loss is an error: backupEvery: 'off'", async () => {
    await onLosable(referenceBackend, { losses: [losesAt(200)] });
    const model = net();
    const run = fit(model, points, { ...quiet, optimizer: sgd(), epochs: 9, backupEvery: 'off' });
    await expect(run).rejects.toThrow('the device of losable reference was lost: lost during run 200');
    model.dispose();
  });
});

describe('F103: what happens beside the steps', () => {
  it('a device that is lost in a callback, and callbacks that change the rate, make no difference', async () => {
    const outcomes = [];
    for (const lostAt of [undefined, 'batch', 'epoch', 'end'] as const) {
      let isLost = false;
      await onLosable(referenceBackend, {});
      const lose = (here: string): void => {
        if (here !== lostAt || isLost) return;
        isLost = true;
        (currentBackend() as LosableBackend).lose();
      };
      const model = net();
      const optimizer = adam({ learningRate: 0.1 });
      const { epochs, position } = await fit(model, points, {
        ...quiet,
        optimizer,
        epochs: 6,
        backupEvery: 3,
        callbacks: [
          learningRateSchedule((_epoch, rate) => 0.9 * rate),
          reduceOnPlateau({ monitor: 'loss', patience: 1, minDelta: 30 }),
          {
            onBatchEnd: ({ epoch, batch }) => {
              if (epoch === 3 && batch === 4) lose('batch');
            },
            onEpochEnd: (epoch) => {
              if (epoch === 2) lose('epoch');
            },
            onTrainEnd: () => lose('end'),
          },
        ],
      });
      expect(isLost).toBe(lostAt !== undefined);
      const parameters = await Promise.all(model.parameters.map(({ value }) => value.data()));
      outcomes.push({ epochs, position, parameters, rate: optimizer.learningRate });
      model.dispose();
    }
    for (const outcome of outcomes.slice(1)) expect(outcome).toEqual(outcomes[0]);
    expect(outcomes[0]?.rate).toBeLessThan(0.1 * 0.9 ** 6);
  });

  it('evaluate, predict and rangeTest begin again; after fit every value has a host copy', async () => {
    const warn = vi.spyOn(console, 'warn').mockImplementation(() => undefined);
    const losses = [{ call: 'read', count: 10_000 } as const];
    const device = await onLosable(referenceBackend, { losses });
    using model = net();
    const optimizer = adam();
    await fit(model, points, { ...quiet, optimizer, epochs: 2 });
    const options = { loss: meanSquaredError, metrics: { meanAbsoluteError }, batchSize: 4 };
    const expected = await evaluate(model, points, options);
    const predicted = await predict(model, points.x, { batchSize: 4 });
    const expectedPredictions = await predicted.data();
    device.lose('after fit');
    expect(await evaluate(model, points, options)).toEqual(expected);
    (currentBackend() as LosableBackend).lose('once more');
    const again = await predict(model, points.x, { batchSize: 4 });
    expect(await again.data()).toEqual(expectedPredictions);
    expect(warn.mock.calls).toEqual([
      [
        'evaluate: the device of losable reference was lost (after fit): it begins again, on another losable reference',
      ],
      [
        'predict: the device of losable reference was lost (once more): it begins again, on another losable reference',
      ],
    ]);
    // The optimizer goes on as well.
    (currentBackend() as LosableBackend).lose();
    const { epochs } = await fit(model, points, { ...quiet, optimizer, epochs: 1 });
    expect(epochs.length).toBe(1);
  });

  it('evaluate and predict give the same at every place where the device is lost', async () => {
    vi.spyOn(console, 'warn').mockImplementation(() => undefined);
    const run = async () => {
      using model = net();
      const data = { x: tensor(points.x) as Tensor, y: points.y };
      const measured = await evaluate(model, data, { ...quiet, batchSize: 8 });
      const results = await predict(model, points.x, { batchSize: 8 });
      return { measured, predictions: await results.data() };
    };
    await useBackend(referenceBackend());
    const expected = await run();
    for (const manner of ['throws', 'lies'] as const) {
      for (const point of [
        ...[1, 2, 7, 12, 17, 25].map((count) => ({ call: 'run', count }) as const),
        ...[2, 3, 4].map((count) => ({ call: 'read', count }) as const),
        ...[2, 4, 7, 9].map((count) => ({ call: 'upload', count, when: 'before' }) as const),
      ]) {
        await onLosable(referenceBackend, { losses: [point], manner });
        expect(await run(), JSON.stringify({ manner, point })).toEqual(expected);
      }
    }
  });

  it('two trainings at once on one device both go on, on one new device', async () => {
    const expected = await train();
    const device = await onLosable(referenceBackend, { losses: [{ call: 'run', count: 3000 }] });
    const both = await Promise.all([train(), train()]);
    expect(device.lost).toBeDefined();
    expect(both).toEqual([expected, expected]);
  });

  it('rangeTest begins again, and the model has the values from before', async () => {
    vi.spyOn(console, 'warn').mockImplementation(() => undefined);
    using model = net();
    const results = [];
    for (const losses of [[], [{ call: 'run', count: 300 }], [{ call: 'upload', count: 1 }]] as const) {
      const device = await onLosable(referenceBackend, { losses });
      const { losses: found } = await rangeTest(model, points, quiet);
      const after = await Promise.all(model.parameters.map(({ value }) => value.data()));
      expect(device.lost !== undefined).toBe(losses.length > 0);
      results.push({ found, after });
    }
    expect(results.slice(1)).toEqual([results[0], results[0]]);
  });

  it('leaves nothing on a device, lost or not', async () => {
    const device = await onLosable(referenceBackend, { losses: [{ call: 'run', count: 500 }] });
    await train();
    expect(device.lost).toBeDefined();
    expect([device.memory().buffers, currentBackend().memory().buffers]).toEqual([0, 0]);
  });
});
