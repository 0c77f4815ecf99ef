import { mkdtemp, readdir, readFile, rm, writeFile } from 'node:fs/promises';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { currentBackend, type Tensor } from '@descent/core';
import { fromArrays } from '@descent/datasets';
import { dense, dropout, type Model, sequential } from '@descent/layers';
import { crossEntropyFromLogits, huber } from '@descent/losses';
import { describe, expect, it, onTestFinished, vi } from 'vitest';
import {
  adam,
  type Callback,
  checkpoints,
  cosineDecay,
  csvLogger,
  earlyStopping,
  type FitOptions,
  fit,
  reduceOnPlateau,
  type Schedule,
  sgd,
  type Training,
  warmUp,
} from '../index.js';
import { net, points, quiet } from '../test-support.js';
import { fileStore } from './file-store.js';
import type { CheckpointStore } from './store.js';
import type { AcceptableFact } from './training-facts.js';
import { decodeState, encodeState, type TrainingState } from './training-state.js';

async function testFolder(): Promise<string> {
  const folder = await mkdtemp(join(tmpdir(), 'descent-test-'));
  onTestFinished(() => rm(folder, { recursive: true, force: true }));
  return folder;
}

/** Stops training after some steps. */
function after(steps: number): Pick<FitOptions, 'callbacks' | 'signal'> {
  const abort = new AbortController();
  let done = 0;
  const callback: Callback = { onBatchEnd: () => (++done === steps ? abort.abort() : undefined) };
  return { callbacks: [callback], signal: abort.signal };
}

async function weightsOf(model: Model): Promise<number[][]> {
  return Promise.all(model.parameters.map(async ({ value }) => [...(await value.data())]));
}

const options = { ...quiet, epochs: 3, seed: 5 } as const;

describe('checkpoints', () => {
  it('let an aborted training go on to the same bits and the same history', async () => {
    const folder = await testFolder();
    using unbroken = net();
    const expected = await fit(unbroken, points, { ...options, optimizer: adam() });
    for (let run = 0; run < 4; run++) {
      using model = net();
      const { stopped } = await fit(model, points, {
        ...options,
        optimizer: adam(),
        checkpoints: checkpoints(folder),
        ...after(3),
      });
      expect(stopped).toBe('aborted');
    }
    using model = net();
    const history = await fit(model, points, {
      ...options,
      optimizer: adam(),
      checkpoints: checkpoints(folder),
    });
    expect(history).toEqual(expected);
    expect(await weightsOf(model)).toEqual(await weightsOf(unbroken));
  });

  it('of a training that ended give its end, without another step', async () => {
    const folder = await testFolder();
    const train = async () => {
      using model = net();
      let steps = 0;
      const history = await fit(model, points, {
        ...options,
        epochs: 50,
        optimizer: sgd({ learningRate: 0 }),
        checkpoints: checkpoints(folder),
        callbacks: [earlyStopping({ patience: 2 }), { onBatchEnd: () => void steps++ }],
      });
      return { history, steps, weights: await weightsOf(model) };
    };
    const first = await train();
    expect(first.history.stopped).toBe('earlyStopping');
    expect(await train()).toEqual({ ...first, steps: 0 });
  });

  it('carry what early stopping remembers: the best weights too', async () => {
    const train = async (interrupt: boolean) => {
      const folder = await testFolder();
      for (const callbacks of interrupt ? [after(13), {}] : [{}]) {
        using model = net();
        const optimizer = sgd({ learningRate: 0.05 });
        const worse: Callback = {
          onEpochBegin(epoch) {
            optimizer.learningRate = epoch < 2 ? 0.05 : 0.5;
          },
        };
        const history = await fit(model, points, {
          ...options,
          epochs: 6,
          optimizer,
          validation: points,
          nonFinite: 'skip',
          checkpoints: checkpoints(folder, { everyBatches: 2 }),
          ...('signal' in callbacks && { signal: callbacks.signal }),
          callbacks: [
            worse,
            earlyStopping({ patience: 3 }),
            ...('callbacks' in callbacks ? (callbacks.callbacks ?? []) : []),
          ],
        });
        if (history.stopped !== 'aborted')
          return { best: history.bestEpoch, weights: await weightsOf(model) };
      }
    };
    expect(await train(true)).toEqual(await train(false));
  });

  it.each<readonly [string, () => Pick<FitOptions, 'optimizer' | 'callbacks'>]>([
    [
      'averages, sums of gradients and the place in a schedule',
      () => ({
        optimizer: adam({
          learningRate: cosineDecay({ initialRate: 0.1, decaySteps: 20 }),
          ema: { decay: 0.9, every: 4 },
          accumulate: 2,
        }),
      }),
    ],
    [
      'how long reduceOnPlateau has waited, and the rate that it set',
      () => ({
        optimizer: sgd({ learningRate: 0.01 }),
        callbacks: [reduceOnPlateau({ factor: 0.5, patience: 2, minDelta: 1e9 })],
      }),
    ],
  ])('carry %s', async (_name, make) => {
    const train = async (steps: readonly number[]) => {
      const folder = await testFolder();
      for (const count of steps) {
        using model = net();
        const [made, stopping] = [make(), after(count)];
        const history = await fit(model, points, {
          ...options,
          ...made,
          epochs: 6,
          checkpoints: checkpoints(folder, { everyBatches: 1 }),
          signal: stopping.signal,
          callbacks: [...(made.callbacks ?? []), ...(stopping.callbacks ?? [])],
        });
        const { learningRate } = made.optimizer;
        if (history.stopped !== 'aborted') return { learningRate, weights: await weightsOf(model) };
      }
    };
    expect(await train([7, 9, 1000])).toEqual(await train([1000]));
  });

  it('keeps as many as it was told, and saves as often', async () => {
    const folder = await testFolder();
    using model = net();
    const seen: number[] = [];
    await fit(model, points, {
      ...options,
      optimizer: sgd(),
      checkpoints: checkpoints(folder, { everyBatches: 2, keep: 3 }),
      callbacks: [{ onEpochBegin: async () => void seen.push((await readdir(folder)).length) }],
    });
    expect(seen).toEqual([0, 3, 3]);
    // Five steps an epoch: after 2, 4 and 5 of the first two, after 2, 4 and the end of the last.
    expect(await readdir(folder)).toEqual([7, 8, 9].map((n) => `checkpoint-0000000${n}.safetensors`));
  });

  it('F51: are looked for again where another training removed the one that was to be read', async () => {
    const folder = await testFolder();
    const optimizer = sgd();
    using model = net();
    await fit(model, points, { ...options, optimizer, epochs: 2, checkpoints: checkpoints(folder) });
    const ours = fileStore(folder);
    let reads = 0;
    const store: CheckpointStore = {
      ...ours,
      async read(name) {
        if (++reads === 1) {
          using other = net();
          await fit(other, points, { ...options, optimizer, epochs: 4, checkpoints: checkpoints(folder) });
        }
        return ours.read(name);
      },
    };
    expect(await checkpoints(store).latest()).toMatchObject({ position: { epoch: 4, batch: 0 } });
    expect(reads).toBe(2);
  });

  it('leave nothing in memory', async () => {
    const folder = await testFolder();
    using model = net();
    const optimizer = adam();
    await fit(model, points, { ...options, optimizer });
    const before = currentBackend().memory();
    await fit(model, points, {
      ...options,
      optimizer,
      checkpoints: checkpoints(folder, { everyBatches: 1 }),
    });
    // What earlier tests dropped may be collected meanwhile.
    expect(currentBackend().memory().buffers).toBeLessThanOrEqual(before.buffers);
  });
});

it('F53: training goes on in the middle of an epoch, and its next 1,000 losses have the same bits', async () => {
  const data = {
    x: Array.from({ length: 400 }, (_, i) => [Math.sin(i), Math.cos(3 * i)]),
    y: Array.from({ length: 400 }, (_, i) => [Math.sin(i) * Math.cos(3 * i)]),
  };
  /** The mean loss after each step, of a training in a folder until it ends or is stopped. */
  const train = async (folder: string, stopping: Pick<FitOptions, 'signal' | 'callbacks'> = {}) => {
    using model = sequential(
      { input: [2], seed: 1 },
      dense(8, { activation: 'tanh' }),
      dropout(0.2),
      dense(1),
    );
    const losses: number[] = [];
    await fit(model as Model, data, {
      ...options,
      epochs: 11,
      optimizer: adam({ learningRate: 0.01 }),
      checkpoints: checkpoints(folder, { everyBatches: 30 }),
      signal: stopping.signal,
      callbacks: [
        { onBatchEnd: (_position, { loss }) => void losses.push(loss as number) },
        ...(stopping.callbacks ?? []),
      ],
    });
    return losses;
  };
  const unbroken = await train(await testFolder());
  const folder = await testFolder();
  const before = await train(folder, after(37));
  const next = await train(folder);
  expect(before).toEqual(unbroken.slice(0, 37));
  expect(next.length).toBeGreaterThan(1000);
  expect(next).toEqual(unbroken.slice(37));
});

describe('F44: what interrupts training leaves its checkpoints', () => {
  const bad = points.x.map((x, i) => (i === 17 ? [Number.NaN, 1] : x));
  it.each<readonly [string, Partial<FitOptions>, { x: number[][]; y: number[][] }]>([
    [
      'an error in a callback',
      {
        callbacks: [
          {
            onBatchEnd({ epoch, batch }) {
              if (epoch === 1 && batch === 3) throw new RangeError('mine');
            },
          },
        ],
      },
      points,
    ],
    ['a loss that is not finite', {}, { ...points, x: bad }],
  ])('%s', async (_name, failing, data) => {
    const folder = await testFolder();
    const run = async (where: string, more: Partial<FitOptions>, from: typeof data) => {
      using model = net();
      const history = await fit(model, from, {
        ...options,
        optimizer: adam(),
        // What is mended is other data.
        checkpoints: checkpoints(where, { everyBatches: 1, accept: ['data'] }),
        ...more,
      });
      return { history, weights: await weightsOf(model) };
    };
    await expect(run(folder, failing, data)).rejects.toThrow(/mine|loss is NaN/);
    expect((await readdir(folder)).length).toBeGreaterThan(0);
    expect(await run(folder, {}, points)).toEqual(await run(await testFolder(), {}, points));
  });
});

describe('F50: a damaged checkpoint', () => {
  const state: TrainingState = {
    facts: {
      optimizer: 'sgd',
      seed: 0,
      batchSize: 4,
      shuffle: true,
      length: 3,
      inputShape: [1],
      targetShape: [],
    },
    position: { epoch: 1, batch: 2, seed: 0 },
    epochs: [{ loss: Number.NaN, accuracy: Number.POSITIVE_INFINITY }],
    bestEpoch: undefined,
    stopped: undefined,
    learningRate: 0.1,
    totals: { loss: [0.1 + 0.2, 3] },
    callbacks: {},
    arrays: new Map([
      ['w', { shape: [2], values: Float32Array.of(1.5, Number.NaN) }],
      ['n', { shape: [], values: Int32Array.of(-7) }],
    ]),
  };

  it('comes back as it was when it is not damaged', async () => {
    const { bestEpoch, stopped, ...rest } = state;
    expect(await decodeState(await encodeState(state))).toEqual(rest);
  });

  it('is refused when it is cut off at any byte, or has any bit flipped', async () => {
    const bytes = await encodeState(state);
    for (let length = 0; length < bytes.length; length++) {
      await expect(decodeState(bytes.slice(0, length)), `${length} bytes`).rejects.toMatchObject({
        code: 'E_FORMAT',
      });
    }
    for (let bit = 0; bit < 8 * bytes.length; bit++) {
      const damaged = bytes.slice();
      damaged[bit >> 3] = (damaged[bit >> 3] as number) ^ (1 << (bit & 7));
      await expect(decodeState(damaged), `bit ${bit}`).rejects.toMatchObject({ code: 'E_FORMAT' });
    }
  });

  it.each([
    ['a size that was made up', 'w', { shape: [2 ** 40], data_offsets: [0, 2 ** 42] }],
    ['a size beyond 2^53', 'w', { shape: [2 ** 30, 2 ** 30, 2 ** 30], data_offsets: [0, 8] }],
    ['an entry that is none', 'w', null],
    ['an unknown dtype', 'w', { dtype: 'F16', shape: [2], data_offsets: [0, 8] }],
    ['a hole', 'n', { dtype: 'I32', shape: [], data_offsets: [9, 13] }],
    ['metadata that are no texts', '__metadata__', { format: 3 }],
    ['metadata of null', '__metadata__', null],
  ])('is refused before anything is allocated when it has %s', async (_name, key, entry) => {
    const bytes = await encodeState(state);
    const [length, start] = [new DataView(bytes.buffer, bytes.byteOffset).getUint32(0, true), 8];
    const header = JSON.parse(new TextDecoder().decode(bytes.subarray(start, start + length)));
    header[key] = entry && { ...header[key], ...entry };
    const text = new TextEncoder().encode(JSON.stringify(header));
    const changed = new Uint8Array(start + text.length + bytes.length - start - length);
    new DataView(changed.buffer).setUint32(0, text.length, true);
    changed.set(text, start);
    changed.set(bytes.subarray(start + length), start + text.length);
    await expect(decodeState(changed)).rejects.toMatchObject({ name: 'FormatError', code: 'E_FORMAT' });
  });

  it('makes way for the one before it, with a warning; without one training does not begin', async () => {
    const folder = await testFolder();
    const train = async () => {
      using model = net();
      const history = await fit(model, points, {
        ...options,
        optimizer: sgd(),
        checkpoints: checkpoints(folder),
      });
      return { history, weights: await weightsOf(model) };
    };
    const expected = await train();
    const [older, newest] = (await readdir(folder)).map((name) => join(folder, name)) as [string, string];
    await writeFile(newest, (await readFile(newest)).subarray(0, -1));
    const warned = vi.spyOn(console, 'warn').mockImplementation(() => undefined);
    onTestFinished(() => warned.mockRestore());
    expect(await train()).toEqual(expected);
    expect(warned.mock.calls.join()).toContain('in checkpoint-00000003.safetensors');
    for (const name of await readdir(folder)) await writeFile(join(folder, name), 'nonsense');
    expect(older).toContain('00000002');
    await expect(train()).rejects.toThrow(/none of the 2 in .* can be read: safetensors/);
  });

  it('F55: of a newer version is refused, not passed over', async () => {
    const folder = await testFolder();
    const text = Buffer.from(await encodeState(state))
      .toString('latin1')
      .replace('"version":"1"', '"version":"2"');
    const bytes = Uint8Array.from(Buffer.from(text, 'latin1'));
    const { seal, noChecksum } = await import('./checksum.js');
    const sum = /"sha256":"([0-9a-f]+)"/.exec(text)?.[1] as string;
    bytes.set(Buffer.from(noChecksum), text.indexOf(sum));
    await seal(bytes);
    await writeFile(join(folder, 'checkpoint-00000001.safetensors'), bytes);
    using model = net();
    const run = fit(model, points, { ...options, optimizer: sgd(), checkpoints: checkpoints(folder) });
    await expect(run).rejects.toMatchObject({ code: 'E_VERSION' });
  });
});

describe('F52: a checkpoint of another training', () => {
  it.each([
    [{ optimizer: adam() }, net, 'optimizer is "sgd", here "adam"'],
    [{ seed: 6 }, net, 'seed is 5, here 6'],
    [{ batchSize: 5 }, net, 'batchSize is 4, here 5'],
    [{ shuffle: false }, net, 'shuffle is true, here false'],
    [{ validationSplit: 0.5 }, net, 'length is 20, here 10'],
    [
      { optimizer: adam(), seed: 6, batchSize: 5, shuffle: false, validationSplit: 0.5 },
      net,
      'optimizer is "sgd", here "adam"; seed is 5, here 6; batchSize is 4, here 5; and ',
    ],
    [
      {},
      () => sequential({ input: [2], seed: 2 }, dense(6), dense(1)) as Model,
      'model/dense/kernel is [2, 5], here [2, 6]',
    ],
    [
      {},
      () => sequential({ input: [2] }, dense(5), dense(5), dense(1)) as Model,
      'it has no model/dense_2/kernel',
    ],
    [{}, () => sequential({ input: [2] }, dense(5)) as Model, 'training: here is no model/dense_1/kernel; '],
  ])('%# is refused, and says why', async (other, make, message) => {
    const folder = await testFolder();
    {
      using model = net();
      await fit(model, points, { ...options, optimizer: sgd(), checkpoints: checkpoints(folder) });
    }
    using model = make();
    const before = await weightsOf(model);
    const run = fit(model, points, {
      ...options,
      optimizer: sgd(),
      ...other,
      checkpoints: checkpoints(folder),
    });
    await expect(run).rejects.toMatchObject({
      code: 'E_MISMATCH',
      message: expect.stringContaining(message),
    });
    expect(await weightsOf(model)).toEqual(before);
  });
});

describe('F52: a checkpoint of a training with other options', () => {
  type Some = () => Partial<FitOptions>;
  const plain: Some = () => ({ optimizer: sgd() });
  const rate =
    (learningRate: number | Schedule): Some =>
    () => ({ optimizer: sgd({ learningRate }) });
  const fall = (initialRate: number, decaySteps: number) => cosineDecay({ initialRate, decaySteps });
  const labelled = { x: points.x, y: Int32Array.from(points.x, (_, i) => i % 2) };
  const classifier = () => sequential({ input: [2], seed: 2 }, dense(2)) as Model;

  /** Trains two of three epochs by some options, and then goes on by others. */
  async function goOn(
    first: Some,
    then: Some,
    { data, make = net, accept }: { data?: object; make?: () => Model; accept?: AcceptableFact[] } = {},
  ) {
    const folder = await testFolder();
    {
      using model = make();
      const run = { ...options, ...plain(), ...first(), epochs: 2, checkpoints: checkpoints(folder) };
      await fit(model, make === net ? points : labelled, run as FitOptions);
    }
    using model = make();
    const run = { ...options, ...plain(), ...then(), checkpoints: checkpoints(folder, { accept }) };
    const before = await weightsOf(model);
    try {
      const given = (data ?? (make === net ? points : labelled)) as typeof points;
      const { epochs } = await fit(model, given, run as FitOptions);
      return { epochs: epochs.length, weights: await weightsOf(model), rate: run.optimizer?.learningRate };
    } catch (error) {
      expect(await weightsOf(model)).toEqual(before);
      throw error;
    }
  }

  it.each<readonly [AcceptableFact, Some, Some, string]>([
    ['learningRate', plain, rate(0.02), 'learningRate is 0.01, here 0.02'],
    ['learningRate', plain, rate(fall(0.1, 20)), 'learningRate is 0.01, here "cosineDecay"'],
    ['learningRate', rate(fall(0.1, 20)), plain, 'learningRate is "cosineDecay", here 0.01'],
    ['learningRate', rate(fall(0.1, 20)), rate(fall(0.1, 30)), 'learningRate.decaySteps is 20, here 30'],
    [
      'learningRate',
      rate(warmUp(fall(0.1, 20), { steps: 3 })),
      rate(warmUp(fall(0.2, 20), { steps: 3 })),
      'learningRate.schedule.initialRate is 0.1, here 0.2',
    ],
    [
      'optimizerOptions',
      () => ({ optimizer: adam() }),
      () => ({ optimizer: adam({ beta1: 0.8, clipNorm: 1 }) }),
      'optimizerOptions.beta1 is 0.9, here 0.8; optimizerOptions.clipNorm is none, here 1',
    ],
    ['loss', plain, () => ({ loss: huber() }), 'loss is "meanSquaredError", here "huber"'],
    ['loss', () => ({ loss: huber() }), () => ({ loss: huber({ delta: 2 }) }), 'loss.delta is 1, here 2'],
    [
      'loss',
      plain,
      () => ({ loss: (p: Tensor, t: Tensor) => p.sub(t).square().mean() as Tensor }),
      'loss is "meanSquaredError", here "a function"',
    ],
  ])('is refused and named, unless %s may differ; %#', async (fact, first, then, message) => {
    await expect(goOn(first, then)).rejects.toMatchObject({
      code: 'E_MISMATCH',
      message: expect.stringContaining(message),
      fix: expect.stringContaining(`checkpoints(…, { accept: ['${fact}'] })`),
    });
    expect(await goOn(first, then, { accept: [fact] })).toMatchObject({ epochs: 3 });
  });

  it('such as class weights, is refused too', async () => {
    const weighted =
      (classWeights: Record<number, number>): Some =>
      () => ({ loss: crossEntropyFromLogits, classWeights });
    const unweighted: Some = () => ({ loss: crossEntropyFromLogits });
    await expect(goOn(weighted({ 1: 2 }), weighted({ 1: 3 }), { make: classifier })).rejects.toThrow(
      'classWeights.1 is 2, here 3',
    );
    await expect(goOn(weighted({ 1: 2 }), unweighted, { make: classifier })).rejects.toThrow(
      'classWeights.1 is 2, here none',
    );
  });

  it('such as data of the same shape and other values, is refused where the data lies in memory', async () => {
    const y = points.y.with(19, [99]);
    const refused = goOn(plain, plain, { data: { x: points.x, y } });
    await expect(refused).rejects.toThrowErrorMatchingInlineSnapshot(`
      [FormatError: checkpoint: it is of another training: the data has other values
        fix: use the same, or another place for checkpoints; to go on with what is here: checkpoints(…, { accept: ['data'] })]
    `);
    expect(await goOn(plain, plain, { data: { x: points.x, y }, accept: ['data'] })).toMatchObject({
      epochs: 3,
    });
    const longer = { x: [...points.x, [9, 9]], y: [...points.y, [9]] };
    await expect(goOn(plain, plain, { data: longer })).rejects.toThrow('length is 20, here 21');
    expect(await goOn(plain, plain, { data: longer, accept: ['data'] })).toMatchObject({ epochs: 3 });
    const { length, inputShape, targetShape, ...rest } = fromArrays({ x: points.x, y });
    const source = fromArrays({ x: points.x, y });
    const stream = { ...rest, length, inputShape, targetShape, batches: source.batches.bind(source) };
    expect(await goOn(plain, plain, { data: stream })).toMatchObject({ epochs: 3 });
  });

  it('is accepted where the same options are written in another way', async () => {
    const spelled: Some = () => ({
      optimizer: sgd({ learningRate: 0.01, momentum: 0, weightDecay: 0, accumulate: 1 }),
      classWeights: undefined,
    });
    expect(await goOn(plain, spelled)).toEqual(await goOn(plain, plain));
  });

  it('goes on with the rate of here where that may differ, to the bits of a rate that was set in between', async () => {
    const went = await goOn(plain, rate(0.02), { accept: ['learningRate'] });
    using model = net();
    const optimizer = sgd();
    const { position } = await fit(model, points, { ...options, optimizer, epochs: 2 });
    optimizer.learningRate = 0.02;
    await fit(model, points, { ...options, optimizer, from: position });
    expect(went).toEqual({ epochs: 3, weights: await weightsOf(model), rate: 0.02 });
  });

  it('keeps the rate that a callback had set, with the same optimizer or one made anew', async () => {
    const folder = await testFolder();
    const halving = {
      onEpochEnd(_epoch: number, _logs: object, { optimizer }: Training) {
        optimizer.learningRate /= 2;
      },
    };
    const run = { ...options, checkpoints: checkpoints(folder), callbacks: [halving] };
    using model = net();
    const optimizer = sgd();
    await fit(model, points, { ...run, optimizer, epochs: 1 });
    expect(optimizer.learningRate).toBe(0.005);
    await fit(model, points, { ...run, optimizer, epochs: 2 });
    using fresh = net();
    const another = sgd();
    await fit(fresh, points, { ...run, optimizer: another, epochs: 3 });
    expect(another.learningRate).toBe(0.01 / 8);
    // A rate that somebody sets between two runs is another one.
    optimizer.learningRate = 0.3;
    await expect(fit(model, points, { ...run, optimizer, epochs: 4 })).rejects.toThrow(
      'learningRate is 0.01, here 0.3',
    );
  });

  it('of an earlier version, which tells less, is taken as it is', async () => {
    const folder = await testFolder();
    {
      using model = net();
      await fit(model, points, { ...options, optimizer: sgd(), epochs: 2, checkpoints: checkpoints(folder) });
    }
    for (const name of await readdir(folder)) {
      const state = await decodeState(await readFile(join(folder, name)));
      const { learningRate, optimizerOptions, loss, classWeights, data, ...facts } = state.facts;
      expect([learningRate, optimizerOptions, loss, classWeights, data]).not.toContain(undefined);
      await writeFile(join(folder, name), await encodeState({ ...state, facts }));
    }
    using model = net();
    const optimizer = sgd({ learningRate: 0.5, clipNorm: 1 });
    await fit(model, points, { ...options, optimizer, checkpoints: checkpoints(folder) });
    expect(optimizer.learningRate).toBe(0.01);
  });

  it('is found out before a callback begins: a log stays as it was', async () => {
    const [folder, path] = [await testFolder(), join(await testFolder(), 'log.csv')];
    const run = { ...options, checkpoints: checkpoints(folder), callbacks: [csvLogger(path)] };
    {
      using model = net();
      await fit(model, points, { ...run, optimizer: sgd() });
    }
    const before = await readFile(path, 'utf8');
    expect(before.split('\n')).toHaveLength(5);
    using model = net();
    await expect(fit(model, points, { ...run, optimizer: adam() })).rejects.toMatchObject({
      code: 'E_MISMATCH',
    });
    expect(await readFile(path, 'utf8')).toBe(before);
  });
});

describe('checkpoints refuse', () => {
  it('places and options that are none', () => {
    expect(() => checkpoints('')).toThrowErrorMatchingInlineSnapshot(`
      [ValueError: checkpoints: expects a directory or a store, got ''
        fix: checkpoints('runs/first')]
    `);
    expect(() => checkpoints('a', { keep: 1 })).toThrow(
      'checkpoints: keep must be a whole number >= 2, got 1',
    );
    expect(() => checkpoints('a', { everyBatches: 0 })).toThrow('everyBatches must be a whole number >= 1');
    expect(() => checkpoints('a', { everySeconds: -1 })).toThrow('everySeconds must be a number > 0, got -1');
    expect(() => checkpoints('a', { accept: ['seed' as never] })).toThrowErrorMatchingInlineSnapshot(`
      [ValueError: checkpoints: accept must be a list of facts, got an array of 1
        fix: those that may differ are 'learningRate', 'optimizerOptions', 'loss', 'classWeights', 'data']
    `);
    expect(() => checkpoints('a', { accept: 'loss' as never })).toThrow(
      "checkpoints: accept must be a list of facts, got 'loss'",
    );
  });
});
