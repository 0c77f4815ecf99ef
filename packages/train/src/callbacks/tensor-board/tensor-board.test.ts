import { readdirSync, readFileSync } from 'node:fs';
import { mkdtemp, rm, writeFile } from 'node:fs/promises';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { currentBackend } from '@descent/core';
import { meanSquaredError } from '@descent/losses';
import { readGolden } from '@descent/testing';
import { describe, expect, it, onTestFinished } from 'vitest';
import { type Callback, fit, sgd, tensorBoard } from '../../index.js';
import { net, points, quiet } from '../../test-support.js';
import { crc32c } from './crc32c.js';
import { type SummaryValue, summaryEvent, versionEvent } from './event.js';
import { histogramOf } from './histogram.js';
import { type ReadEvent, readEvents } from './read-events.js';
import { record } from './record.js';

async function folder(): Promise<string> {
  const path = await mkdtemp(join(tmpdir(), 'descent-test-'));
  onTestFinished(() => rm(path, { recursive: true, force: true }));
  return path;
}

/** The events of a run, without the first, which says the version. */
function eventsOf(directory: string, run: string): ReadEvent[] {
  const files = readdirSync(join(directory, run));
  return files.flatMap((name) => {
    const [first, ...events] = readEvents(readFileSync(join(directory, run, name)));
    expect(first?.version).toBe('brain.Event:2');
    return events;
  });
}

/** Steps and values of a tag. */
function curve(events: readonly ReadEvent[], tag: string): (readonly [number, number])[] {
  return events.flatMap(({ step, values }) =>
    values.flatMap((each) => (each.tag === tag ? [[step, each.value as number] as const] : [])),
  );
}

const options = { ...quiet, epochs: 2, validation: points };

interface EventCase {
  readonly name: string;
  readonly bytes: string;
  readonly attrs: {
    readonly wallTime: number;
    readonly step: number | null;
    readonly values: readonly SummaryValue[];
  };
}
const golden = readGolden('events');

describe(`event files equal those of ${golden.origin.library} ${golden.origin.version}, byte for byte`, () => {
  const cases = golden.cases as unknown as readonly EventCase[];
  it.each(cases.map((row) => [row.name, row] as const))('%s', (_name, { bytes, attrs }) => {
    const { wallTime, step, values } = attrs;
    const event = step === null ? versionEvent(wallTime) : summaryEvent(wallTime, step, values);
    expect(Buffer.from(record(event)).toString('hex')).toBe(bytes);
  });
});

it('crc32c has the values of RFC 3720', () => {
  expect(crc32c(new Uint8Array(32))).toBe(0x8a9136aa);
  expect(crc32c(new Uint8Array(32).fill(255))).toBe(0x62a8ab43);
  expect(crc32c(Uint8Array.from({ length: 32 }, (_, i) => i))).toBe(0x46dd794e);
  expect(crc32c(new Uint8Array(0))).toBe(0);
});

describe('a histogram', () => {
  it('counts every finite value once, the greatest in the last bucket', () => {
    const values = [...Array.from({ length: 31 }, (_, i) => i), Number.NaN, Number.POSITIVE_INFINITY];
    const found = histogramOf(values);
    expect(found).toMatchObject({ min: 0, max: 30, count: 31, sum: 465, sumOfSquares: 9455 });
    expect(found?.limits.at(-1)).toBe(30);
    expect(found?.counts).toEqual([...new Array(29).fill(1), 2]);
  });

  it('ends at the greatest value, whatever rounding does', () => {
    for (let max = 0.1; max < 20; max += 0.1) expect(histogramOf([-0.3, max])?.limits.at(-1)).toBe(max);
  });

  it('of equal values is one bucket; of none that is finite there is none', () => {
    expect(histogramOf([3, 3])).toMatchObject({ limits: [3], counts: [2] });
    expect(histogramOf([Number.NaN])).toBeUndefined();
    expect(histogramOf([])).toBeUndefined();
  });

  it('holds the greatest float32 numbers', () => {
    const most = 3.4028234663852886e38;
    expect(histogramOf([-most, 0, most])?.counts.reduce((a, b) => a + b)).toBe(3);
  });
});

describe('tensorBoard', () => {
  it('writes the numbers of the history and the learning rate, in the runs train and validation', async () => {
    using model = net();
    const directory = join(await folder(), 'first');
    const { epochs } = await fit(model, points, {
      ...options,
      metrics: { accuracyLike: meanSquaredError },
      optimizer: sgd({ learningRate: 0.25 ** 4 }),
      callbacks: [tensorBoard(directory)],
    });
    const [train, validation] = [eventsOf(directory, 'train'), eventsOf(directory, 'validation')];
    const numbers = (name: string) => epochs.map((logs, i) => [i, Math.fround(logs[name] as number)]);
    expect(curve(train, 'epoch_loss')).toEqual(numbers('loss'));
    expect(curve(train, 'epoch_learning_rate')).toEqual([
      [0, 0.25 ** 4],
      [1, 0.25 ** 4],
    ]);
    expect(curve(validation, 'epoch_loss')).toEqual(numbers('validationLoss'));
    expect(curve(validation, 'epoch_accuracyLike')).toEqual(numbers('validationAccuracyLike'));
    expect(train.flatMap(({ values }) => values).some(({ tag }) => tag.startsWith('batch'))).toBe(false);
  });

  it('writes batches and histograms where it was told to, and no validation where there is none', async () => {
    using model = net();
    const directory = await folder();
    await fit(model, points, {
      ...quiet,
      epochs: 2,
      optimizer: sgd(),
      callbacks: [tensorBoard(directory, { everyBatches: 2, histogramsEvery: 2 })],
    });
    const events = eventsOf(directory, 'train');
    // Five batches an epoch.
    expect(curve(events, 'batch_loss').map(([step]) => step)).toEqual([2, 4, 6, 8, 10]);
    const kernel = events.flatMap(({ step, values }) =>
      values.filter(({ tag }) => tag === 'dense/kernel/histogram').map(({ value }) => ({ step, value })),
    );
    expect(kernel).toEqual([
      { step: 1, value: histogramOf((model.parameters[0]?.value.dataSync() ?? []) as Float32Array) },
    ]);
    expect(readdirSync(directory)).toEqual(['train']);
  });

  it('begins files of its own in every run, and keeps the last batches before an error', async () => {
    using model = net();
    const directory = await folder();
    const board = tensorBoard(directory, { everyBatches: 1 });
    await fit(model, points, { ...quiet, optimizer: sgd(), callbacks: [board] });
    const failing: Callback = {
      onBatchEnd: ({ batch }) => (batch === 3 ? Promise.reject(new Error('mine')) : undefined),
    };
    const before = currentBackend().memory();
    const optimizer = sgd();
    const run = fit(model, points, { ...quiet, optimizer, callbacks: [board, failing] });
    await expect(run).rejects.toThrow('mine');
    optimizer.dispose();
    expect(currentBackend().memory()).toEqual(before);
    const files = readdirSync(join(directory, 'train'));
    expect(files).toHaveLength(2);
    const counts = files.map((name) => readEvents(readFileSync(join(directory, 'train', name))).length);
    expect(counts.toSorted((a, b) => a - b)).toEqual([1 + 3, 1 + 5 + 1]);
  });

  it('F49: a directory that cannot be made is an E_IO that names it', async () => {
    using model = net();
    const path = join(await folder(), 'file');
    await writeFile(path, '');
    const run = fit(model, points, { ...quiet, optimizer: sgd(), callbacks: [tensorBoard(path)] });
    await expect(run).rejects.toMatchObject({ name: 'DataError', code: 'E_IO' });
    await expect(run).rejects.toThrow(`tensorBoard: ${path}/train/events.out.tfevents.`);
  });

  it.each([
    [['', {}], "tensorBoard: expects a directory, got ''"],
    [[() => 1, {}], 'tensorBoard: expects a directory, got a function'],
    [['a', { everyBatches: 0 }], 'tensorBoard: everyBatches must be a whole number >= 1, got 0'],
    [['a', { histogramsEvery: 1.5 }], 'tensorBoard: histogramsEvery must be a whole number >= 1, got 1.5'],
  ])('refuses %o', (given, message) => {
    expect(() => tensorBoard(...(given as [string]))).toThrow(message);
  });
});
