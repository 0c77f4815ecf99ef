import { copyFile, mkdir, writeFile } from 'node:fs/promises';
import { join } from 'node:path';
import { gzipSync } from 'node:zlib';
import { describe, expect, it } from 'vitest';
import type { ArrayDataset } from '../array-dataset.js';
import type { Batch } from '../dataset.js';
import { writeIdx } from '../formats/idx.js';
import { testFolder } from '../sources/test-folder.js';
import { type FashionMnistOptions, fashionMnist } from './fashion-mnist.js';
import { tinyFiles, tinySet } from './tiny-set.js';

/** All pictures as one batch. */
async function whole(data: ArrayDataset): Promise<Batch> {
  for await (const batch of data.batches({ batchSize: data.length })) return batch;
  throw new Error('no batch came');
}

/** How many pictures each class has. */
function classCounts({ y }: Batch): number[] {
  const counts = new Array(10).fill(0);
  for (const label of y.values) counts[label]++;
  return counts;
}

/** The least and the largest value. */
function extremes(values: Batch['x']['values']): [number, number] {
  let [least, most] = [Number.POSITIVE_INFINITY, Number.NEGATIVE_INFINITY];
  for (const value of values) {
    least = Math.min(least, value);
    most = Math.max(most, value);
  }
  return [least, most];
}

/** The message with the test's own folder left out. */
async function refused(folder: string): Promise<void> {
  await fashionMnist({ source: { folder } }).catch((error: Error) => {
    error.message = error.message.replaceAll(folder, '/folder');
    throw error;
  });
}

describe('fashionMnist, embedded', () => {
  it.each([
    { name: 'train', count: 10_000 },
    { name: 'test', count: 2_000 },
  ] as const)('$name has $count pictures, as many of each class', async ({ name, count }) => {
    const part = (await fashionMnist())[name];
    const batch = await whole(part);
    expect(part.length).toBe(count);
    expect(classCounts(batch)).toEqual(new Array(10).fill(count / 10));
    expect([part.inputShape, part.targetShape]).toEqual([[28, 28, 1], []]);
    expect([batch.x.shape, batch.y.shape]).toEqual([[count, 28, 28, 1], [count]]);
  });

  it('has pixels from 0 to 1, black around, and labels in the order of the original', async () => {
    const { train, test } = await fashionMnist();
    const { x, y } = await whole(test);
    expect(x.values).toBeInstanceOf(Float32Array);
    expect(extremes(x.values)).toEqual([0, 1]);
    expect(x.values[0]).toBe(0);
    expect(y.values).toBeInstanceOf(Int32Array);
    expect([...y.values.subarray(0, 20)].join(' ')).toMatchInlineSnapshot(
      `"9 2 1 1 6 1 4 6 5 7 4 5 7 3 4 1 2 4 8 0"`,
    );
    expect([...(await whole(train)).y.values.subarray(0, 20)].join(' ')).toMatchInlineSnapshot(
      `"9 0 0 3 0 2 7 2 5 5 0 9 5 5 7 9 1 0 6 4"`,
    );
  });

  it('names the classes', async () => {
    const { train, test, classNames } = await fashionMnist();
    expect(classNames).toHaveLength(10);
    expect([classNames[0], classNames[9]]).toEqual(['T-shirt/top', 'Ankle boot']);
    expect([train.classNames, test.classNames]).toEqual([classNames, classNames]);
  });

  it('shows an ankle boot first in the test part', async () => {
    const { test, classNames } = await fashionMnist();
    const { x, y } = await whole(test.take(1));
    const rows = Array.from({ length: 14 }, (_, i) =>
      Array.from({ length: 28 }, (_, j) => ' .:*#'[Math.round((x.values[2 * i * 28 + j] as number) * 4)])
        .join('')
        .trimEnd(),
    );
    expect(`${classNames[y.values[0] as number]}\n${rows.join('\n')}`).toMatchInlineSnapshot(`
      "Ankle boot




                       .       :
                     .:::*:*::*:
                    ::::*::**:::
                  :::::*::::*::*:
              ..::::::::**::::::*.
       ...::::::::::::::::**:::**.
       :*****::::::****#**#####**.


      "
    `);
  });
});

describe('fashionMnist, from a folder', () => {
  it.each(['.gz', ''] as const)('reads the four files with the ending %o', async (ending) => {
    const folder = await tinySet(ending);
    const { train, test } = await fashionMnist({ source: { folder } });
    expect([train.length, test.length]).toEqual([3, 2]);
    const { x, y } = await whole(train);
    expect([...y.values]).toEqual([9, 0, 3]);
    expect(x.values[0]).toBe(0);
    expect(x.values[784]).toBe(1);
    expect(x.values[785]).toBeCloseTo(128 / 255, 7);
  });

  it('that lacks a file names it', async () => {
    await expect(refused(await testFolder())).rejects.toThrowErrorMatchingInlineSnapshot(`
      [DataError: fashionMnist: /folder has neither train-images-idx3-ubyte.gz nor train-images-idx3-ubyte
        fix: point at the folder with the four files of the set]
    `);
    const folder = await tinySet();
    await expect(fashionMnist({ source: { folder: join(folder, 'no') } })).rejects.toMatchObject({
      name: 'DataError',
      code: 'E_IO',
    });
  });

  it('that is a file is refused', async () => {
    const folder = join(await tinySet(''), 'train-images-idx3-ubyte');
    await expect(refused(folder)).rejects.toThrow('/folder has neither');
  });

  it('with a file that cannot be read says why', async () => {
    const folder = await tinySet('');
    await mkdir(join(folder, 't10k-labels-idx1-ubyte.gz'));
    await expect(refused(folder)).rejects.toThrowErrorMatchingInlineSnapshot(`
      [DataError: fashionMnist: cannot read /folder/t10k-labels-idx1-ubyte.gz: EISDIR: illegal operation on a directory, read
        fix: look at the file and its permissions]
    `);
  });

  it.each(['.gz', ''] as const)('whose files%s are cut short is refused', async (ending) => {
    for (const [name, bytes] of Object.entries(tinyFiles)) {
      const folder = await tinySet(ending);
      const file = ending ? gzipSync(bytes) : bytes;
      await writeFile(join(folder, name + ending), file.subarray(0, -1));
      const error = { name: 'FormatError', message: expect.stringContaining(`${name}${ending}: `) };
      await expect(refused(folder), name).rejects.toMatchObject(error);
    }
  });

  it('whose images and labels are swapped says so', async () => {
    const folder = await tinySet('');
    await writeFile(join(folder, 'train-images-idx3-ubyte'), tinyFiles['train-labels-idx1-ubyte']);
    await expect(refused(folder)).rejects.toThrowErrorMatchingInlineSnapshot(`
      [FormatError: /folder/train-images-idx3-ubyte: holds [3], expected pictures, [n, 28, 28]
        fix: look whether the files of images and labels, of train and test, are swapped]
    `);
    await writeFile(join(folder, 'train-images-idx3-ubyte'), tinyFiles['train-images-idx3-ubyte']);
    await writeFile(join(folder, 'train-labels-idx1-ubyte'), tinyFiles['train-images-idx3-ubyte']);
    await expect(refused(folder)).rejects.toThrow(
      'holds [3, 28, 28], expected [3], a label for each picture',
    );
  });

  it('whose train and test labels are swapped says so', async () => {
    const folder = await tinySet('');
    await copyFile(join(folder, 't10k-labels-idx1-ubyte'), join(folder, 'train-labels-idx1-ubyte'));
    await expect(refused(folder)).rejects.toThrowErrorMatchingInlineSnapshot(`
      [FormatError: /folder/train-labels-idx1-ubyte: holds [2], expected [3], a label for each picture of /folder/train-images-idx3-ubyte
        fix: look whether the files of images and labels, of train and test, are swapped]
    `);
  });

  it('of another set is refused', async () => {
    const folder = await tinySet('');
    await writeFile(
      join(folder, 'train-labels-idx1-ubyte'),
      writeIdx({ shape: [3], values: Uint8Array.of(1, 26, 3) }),
    );
    await expect(refused(folder)).rejects.toThrowErrorMatchingInlineSnapshot(`
      [FormatError: /folder/train-labels-idx1-ubyte: label 26 of picture 1 is not one of 0 to 9
        fix: give the labels of Fashion-MNIST; other sets can be made with readIdx and fromArrays]
    `);
    for (const shape of [
      [3, 28, 32],
      [3, 32, 28],
      [0, 28, 28],
      [3, 28, 28, 1],
    ]) {
      const values = new Uint8Array(shape.reduce((size, n) => size * n));
      await writeFile(join(folder, 'train-images-idx3-ubyte'), writeIdx({ shape, values }));
      await expect(refused(folder)).rejects.toThrow(`holds [${shape.join(', ')}], expected pictures`);
    }
  });
});

describe('fashionMnist, source', () => {
  it('of another kind is refused', async () => {
    const untyped = (source: unknown) => fashionMnist({ source } as FashionMnistOptions);
    await expect(untyped('complete')).rejects.toThrowErrorMatchingInlineSnapshot(`
      [ValueError: fashionMnist: unknown source 'complete'
        fix: use 'embedded', 'full', or { folder: '/path' }]
    `);
    for (const source of [null, 7, {}, { folder: 7 }])
      await expect(untyped(source)).rejects.toMatchObject({ code: 'E_VALUE' });
  });
});

it.each(['embedded', 'full', { folder: '/nowhere' }] as const)(
  'of %o ends when it is told to',
  async (source) => {
    const signal = AbortSignal.abort(new Error('enough'));
    await expect(fashionMnist({ source, signal })).rejects.toThrow('enough');
  },
);
