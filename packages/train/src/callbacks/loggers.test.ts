import { readFileSync, writeFileSync } from 'node:fs';
import { mkdtemp, readdir, rm } from 'node:fs/promises';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { meanSquaredError } from '@descent/losses';
import { describe, expect, it, onTestFinished } from 'vitest';
import { type Callback, checkpoints, csvLogger, fit, jsonLinesLogger, sgd } from '../index.js';
import { LogFile } from '../log-file.browser.js';
import { net, points, quiet } from '../test-support.js';

async function folder(): Promise<string> {
  const path = await mkdtemp(join(tmpdir(), 'descent-test-'));
  onTestFinished(() => rm(path, { recursive: true, force: true }));
  return path;
}

async function train(callbacks: readonly Callback[], options: object = {}) {
  using model = net();
  return await fit(model, points, {
    ...quiet,
    optimizer: sgd(),
    epochs: 2,
    validation: points,
    callbacks,
    ...options,
  });
}

describe('csvLogger', () => {
  it('writes the names and a row per epoch, with the numbers of the history', async () => {
    const path = join(await folder(), 'runs', 'first.csv');
    const { epochs } = await train([csvLogger(path)]);
    const [header, ...rows] = readFileSync(path, 'utf8').split('\n');
    expect(header).toBe('epoch,loss,validationLoss');
    expect(rows).toEqual([
      ...epochs.map(({ loss, validationLoss }, i) => `${i},${loss},${validationLoss}`),
      '',
    ]);
  });

  it('has every row in the file when its epoch has ended', async () => {
    const path = join(await folder(), 'log.csv');
    const counts: number[] = [];
    const counting: Callback = {
      onEpochEnd: () => void counts.push(readFileSync(path, 'utf8').trimEnd().split('\n').length),
    };
    await train([csvLogger(path), counting]);
    expect(counts).toEqual([2, 3]);
  });

  it('begins anew, or goes on without a second header', async () => {
    const path = join(await folder(), 'log.csv');
    const lineCount = () => readFileSync(path, 'utf8').trimEnd().split('\n').length;
    await train([csvLogger(path, { append: true })]);
    await train([csvLogger(path, { append: true })]);
    expect(lineCount()).toBe(5);
    await train([csvLogger(path)]);
    expect(lineCount()).toBe(3);
  });

  it('goes on behind a row that was cut off', async () => {
    const path = join(await folder(), 'log.csv');
    writeFileSync(path, 'epoch,loss,validationLoss\r\n0,0.5,0');
    await train([csvLogger(path, { append: true })]);
    expect(readFileSync(path, 'utf8').split('\n')[1]).toBe('0,0.5,0');
    expect(readFileSync(path, 'utf8').split('\n')[2]).toMatch(/^0,\d/);
  });

  it('refuses to go on in a file of other columns, which stays as it is', async () => {
    const path = join(await folder(), 'log.csv');
    writeFileSync(path, 'epoch,loss\n');
    const run = train([csvLogger(path, { append: true })]);
    await expect(run).rejects.toThrow(
      `csvLogger: ${path} has the columns epoch,loss, this run epoch,loss,validationLoss`,
    );
    expect(readFileSync(path, 'utf8')).toBe('epoch,loss\n');
  });

  it('tells a function the lines, quotes what holds separators, and waits for it', async () => {
    const lines: string[] = [];
    const slow = async (line: string): Promise<void> => {
      await new Promise((resolve) => setTimeout(resolve, 1));
      lines.push(line);
    };
    const metrics = { 'a;"b"': meanSquaredError };
    await train([csvLogger(slow, { separator: ';' })], { metrics, validation: undefined });
    expect(lines).toHaveLength(3);
    expect(lines[0]).toBe('epoch;loss;"a;""b"""');
    await train([csvLogger(slow, { append: true })]);
    expect(lines).toHaveLength(5);
  });

  it('leaves cells empty where an epoch that was continued at its end reports nothing', async () => {
    const lines: string[] = [];
    const from = { epoch: 1, batch: 5, seed: 0 };
    await train([csvLogger((line) => void lines.push(line))], { from, validation: undefined });
    expect(lines).toEqual(['epoch,loss', '1,']);
  });

  it.each([
    [[3], 'csvLogger: expects a path or a function, got 3'],
    [[''], "csvLogger: expects a path or a function, got ''"],
    [['a', { separator: '.' }], "csvLogger: cells cannot be separated by '.'"],
    [['a', { separator: ', ' }], "csvLogger: cells cannot be separated by ', '"],
    [['a', { separator: 1 }], 'csvLogger: cells cannot be separated by 1'],
    [['a', { append: 'yes' }], "csvLogger: append must be true or false, got 'yes'"],
  ])('refuses %o', (given, message) => {
    expect(() => csvLogger(...(given as [string]))).toThrow(message);
  });
});

describe('jsonLinesLogger', () => {
  it('writes a line of JSON per epoch', async () => {
    const path = join(await folder(), 'log.jsonl');
    const read = () =>
      readFileSync(path, 'utf8')
        .trimEnd()
        .split('\n')
        .map((line) => JSON.parse(line));
    const { epochs } = await train([jsonLinesLogger(path)]);
    const rows = epochs.map((logs, epoch) => ({ epoch, ...logs }));
    expect(read()).toEqual(rows);
    await train([jsonLinesLogger(path, { append: true })]);
    expect(read()).toEqual([...rows, ...rows]);
  });

  it('has null for what is not finite', async () => {
    const lines: string[] = [];
    const validation = { x: points.x.map(() => [Number.NaN, 1]), y: points.y };
    await train([jsonLinesLogger((line) => void lines.push(line))], { validation });
    expect(JSON.parse(lines[0] as string)).toMatchObject({ epoch: 0, validationLoss: null });
  });

  it('refuses what is no destination', () => {
    expect(() => jsonLinesLogger(undefined as never)).toThrow(
      'jsonLinesLogger: expects a path or a function, got undefined',
    );
  });
});

describe('a log of training that goes on from a checkpoint', () => {
  const ending: Callback = {
    onEpochEnd: (epoch) => (epoch === 1 ? Promise.reject(new Error('ends')) : undefined),
  };

  /** Trains until the row of the second epoch is written, behind the newest checkpoint; what trains on to the third. */
  async function interrupted(logger: () => Callback): Promise<() => Promise<unknown>> {
    const run = { epochs: 3, checkpoints: checkpoints(await folder(), { everyBatches: 2 }) };
    await expect(train([logger(), ending], run)).rejects.toThrow('ends');
    return () => train([logger()], run);
  }

  it.each<readonly [string, (path: string) => Callback]>([
    ['log.csv', (path) => csvLogger(path, { append: true })],
    ['log.jsonl', (path) => jsonLinesLogger(path, { append: true })],
  ])('has the row of an epoch once that is trained once more: %s', async (name, logger) => {
    const path = join(await folder(), name);
    const goOn = await interrupted(() => logger(path));
    const first = readFileSync(path, 'utf8');
    await goOn();
    const unbroken = join(await folder(), name);
    await train([logger(unbroken)], { epochs: 3 });
    expect(readFileSync(path, 'utf8')).toBe(readFileSync(unbroken, 'utf8'));
    expect(readFileSync(path, 'utf8').startsWith(first)).toBe(true);
  });

  it('keeps what other runs wrote before, and a row that was cut off is written anew', async () => {
    const path = join(await folder(), 'log.csv');
    const logger = () => csvLogger(path, { append: true });
    await train([logger()]);
    const before = readFileSync(path, 'utf8');
    const goOn = await interrupted(logger);
    writeFileSync(path, readFileSync(path, 'utf8').slice(0, -4));
    await goOn();
    const after = readFileSync(path, 'utf8');
    expect(after.startsWith(before)).toBe(true);
    expect(after.slice(before.length).match(/^\d+/gm)).toEqual(['0', '1', '2']);
  });

  it('leaves a file alone that is another one by now', async () => {
    const path = join(await folder(), 'log.csv');
    const goOn = await interrupted(() => csvLogger(path, { append: true }));
    const other = `epoch,loss,validationLoss\n${'7,0.125,0.25\n'.repeat(20)}`;
    writeFileSync(path, other);
    await goOn();
    expect(readFileSync(path, 'utf8').startsWith(other)).toBe(true);
  });
});

describe('F49: a file that cannot be written', () => {
  it('is an E_IO that names the path, before anything is trained', async () => {
    const path = await folder();
    using model = net();
    const before = model.parameters.map(({ value }) => [...value.dataSync()]);
    const run = fit(model, points, { ...quiet, optimizer: sgd(), callbacks: [csvLogger(path)] });
    await expect(run).rejects.toMatchObject({ name: 'DataError', code: 'E_IO' });
    await expect(run).rejects.toThrow(`csvLogger: ${path} cannot be written: EISDIR`);
    expect(model.parameters.map(({ value }) => [...value.dataSync()])).toEqual(before);
    const below = join(path, 'file');
    writeFileSync(below, '');
    await expect(train([jsonLinesLogger(join(below, 'log.jsonl'))])).rejects.toMatchObject({ code: 'E_IO' });
  });

  it.skipIf(process.platform !== 'linux')('as on a full disk, leaves the weights of the epoch', async () => {
    using model = net();
    const optimizer = sgd();
    let trained: number[][] = [];
    const keeping: Callback = {
      onEpochEnd: () => {
        trained = model.parameters.map(({ value }) => [...value.dataSync()]);
      },
    };
    const options = { ...quiet, optimizer, epochs: 2 };
    const run = fit(model, points, { ...options, callbacks: [keeping, jsonLinesLogger('/dev/full')] });
    await expect(run).rejects.toThrow('jsonLinesLogger: /dev/full cannot be written: ENOSPC');
    expect(trained).not.toHaveLength(0);
    expect(model.parameters.map(({ value }) => [...value.dataSync()])).toEqual(trained);
    expect((await fit(model, points, options)).stopped).toBe('finished');
  });

  it('does not exist in a browser, which says so', () => {
    expect(() => new LogFile('csvLogger', 'log.csv')).toThrowErrorMatchingInlineSnapshot(`
      [DataError: csvLogger: log.csv cannot be written: a browser has no files
        fix: give a function instead of a path: (line) => …]
    `);
  });
});

it.skipIf(process.platform !== 'linux')('no file is left open by an error or an abort', async () => {
  const path = await folder();
  const openFiles = async () => (await readdir('/proc/self/fd')).length;
  const logging = () => [csvLogger(join(path, 'log.csv')), jsonLinesLogger(join(path, 'log.jsonl'))];
  await train(logging());
  const before = await openFiles();
  for (let i = 0; i < 5; i++) {
    const failing: Callback = { onEpochEnd: () => Promise.reject(new Error('mine')) };
    await expect(train([...logging(), failing])).rejects.toThrow('mine');
    const abort = new AbortController();
    const aborting: Callback = { onBatchEnd: () => abort.abort() };
    expect((await train([...logging(), aborting], { signal: abort.signal })).stopped).toBe('aborted');
  }
  expect(await openFiles()).toBeLessThanOrEqual(before);
});
