import { readFileSync } from 'node:fs';
import { expect, it } from 'vitest';
import type { Dataset } from '../dataset.js';
import { type FromParquetOptions, fromParquet } from './from-parquet.js';

const url = new URL('../../../../goldens/parquet.json', import.meta.url);
const { bytes: text, rows } = JSON.parse(readFileSync(url, 'utf8')).cases.find(
  ({ name }: { name: string }) => name === 'zstd, groups of 8',
) as { bytes: string; rows: Record<string, number>[] };
const bytes = Buffer.from(text, 'base64');
const open = (options: FromParquetOptions) => fromParquet(bytes, options);

/** The values of all batches, and their sizes. */
async function walk(data: Dataset, batchSize = 6, start = 0) {
  const x: number[] = [];
  const y: number[] = [];
  const sizes: number[] = [];
  for await (const batch of data.batches({ batchSize, start })) {
    x.push(...batch.x.values);
    y.push(...batch.y.values);
    sizes.push(batch.size);
  }
  return { x, y, sizes };
}

it('columns of numbers are inputs, and a column of whole numbers class indices', async () => {
  const data = await open({ input: ['half', 'small'], target: 'label', targetDtype: 'int32' });
  expect([data.length, data.inputShape, data.targetShape]).toEqual([20, [2], []]);
  const { x, y, sizes } = await walk(data);
  expect(x).toEqual(rows.flatMap(({ half, small }) => [half, small]));
  expect(y).toEqual(rows.map(({ label }) => Number(label)));
  expect(sizes).toEqual([6, 6, 6, 2]);
  await data.close();
});

it('a walk goes on from where another stopped', async () => {
  const data = await open({ input: 'half', inputShape: [] });
  expect((await walk(data, 6, 2)).x).toEqual(rows.slice(12).map(({ half }) => half));
  expect((await walk(data, 6, 9)).x).toEqual([]);
});

it('lists are inputs of their shape, where they have one', async () => {
  const data = await open({ input: 'matrix', inputShape: [3] });
  await expect(walk(data)).rejects.toThrowErrorMatchingInlineSnapshot(`
    [ShapeError: fromGenerator: example 0: x: ragged array: [1] is an array of 1, not an array of 2 as its neighbours
      fix: give all rows the same length: pad the short ones]
  `);
});

it('bytes are handed to decode with their path, several at a time, and come in order', async () => {
  let running = 0;
  let most = 0;
  const paths: (string | undefined)[] = [];
  const data = await open({
    input: 'image',
    inputShape: [2],
    decode: async (picture, path) => {
      paths.push(path);
      most = Math.max(most, ++running);
      await new Promise((resolve) => setTimeout(resolve, 5 - (picture[0] as number) / 4));
      running--;
      return picture;
    },
  });
  await expect(walk(data)).rejects.toThrowErrorMatchingInlineSnapshot(`
    [DataError: bytes: row 8: image is missing
      fix: choose another column, or clean the data]
  `);
  expect((await walk({ ...data, batches: (how) => firstOnly(data, how) }, 8)).x).toEqual(
    Array.from({ length: 8 }, (_, i) => [i, 255]).flat(),
  );
  expect(paths).toContain('7.png');
  expect(most).toBeGreaterThan(1);
});

async function* firstOnly(data: Dataset, how: Parameters<Dataset['batches']>[0]) {
  for await (const batch of data.batches(how)) {
    yield batch;
    return;
  }
}

it('bytes without decode, missing values, texts, and numbers that are too large are refused', async () => {
  const messages: string[] = [];
  for (const input of ['image', 'text', 'long']) {
    const data = await open({ input });
    await walk(data).catch(({ message, code }) => void messages.push(`${code} ${message}`));
  }
  expect(messages).toMatchInlineSnapshot(`
    [
      "E_VALUE bytes: row 0: image holds bytes
      fix: say how to make numbers of them: decode",
      "E_DATA bytes: row 0: text is 'one', not a number
      fix: choose another column, or clean the data",
      "E_DATA bytes: row 1: long is 144115188075855867, which no number holds exactly
      fix: leave the column out, or map it to smaller numbers",
    ]
  `);
  await expect(open({ input: 'no' })).rejects.toThrowErrorMatchingInlineSnapshot(`
    [ValueError: bytes: has no column 'no'
      fix: use some of 'small', 'long', 'half', 'single', 'truth', 'text', 'list', 'matrix', 'image', 'none', 'label']
  `);
});

it('a decoder that throws ends the walk with its error', async () => {
  const bug = new Error('a bug of the decoder');
  const decode = () => Promise.reject(bug);
  await expect(walk(await open({ input: 'image', inputShape: [2], decode }))).rejects.toBe(bug);
});
