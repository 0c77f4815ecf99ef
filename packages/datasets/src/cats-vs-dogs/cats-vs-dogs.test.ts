import { readFileSync } from 'node:fs';
import { writeFile } from 'node:fs/promises';
import { join } from 'node:path';
import { describe, expect, it } from 'vitest';
import type { Dataset } from '../dataset.js';
import { testHub } from '../hub/test-hub.js';
import { memorySource, testImage } from '../images/test-pictures.js';
import { testFolder } from '../sources/test-folder.js';
import { serve } from '../sources/test-server.js';
import { testZip } from '../sources/test-zip.js';
import { catsVsDogs } from './cats-vs-dogs.js';

const counted = (count: number, path: (i: number) => string): string[] =>
  Array.from({ length: count }, (_, i) => path(i));
const sourceOf = (paths: readonly string[]) =>
  memorySource(Object.fromEntries(paths.map((path) => [path, new Uint8Array(1)]))).source;

describe('catsVsDogs finds its way', () => {
  it.each([
    {
      layout: "in Kaggle's folder, without the test pictures that have no label",
      paths: [
        ...counted(10, (i) => `train/cat.${i}.jpg`),
        ...counted(10, (i) => `train/dog.${i}.jpg`),
        ...counted(5, (i) => `test1/${i}.jpg`),
      ],
    },
    {
      layout: "in Microsoft's archive",
      paths: [
        ...counted(10, (i) => `PetImages/Cat/${i}.jpg`),
        ...counted(10, (i) => `PetImages/Dog/${i}.jpg`),
        'PetImages/Cat/Thumbs.db',
        'readme[1].txt',
      ],
    },
  ])('$layout', async ({ paths }) => {
    const { train, test, classNames } = await catsVsDogs({ source: sourceOf(paths), trainShare: 0.7 });
    expect([train.inputShape, classNames]).toEqual([
      [96, 96, 3],
      ['cat', 'dog'],
    ]);
    const counts = [train, test].map(({ labels }) =>
      [0, 1].map((label) => labels?.filter((each) => each === label).length),
    );
    expect(counts).toEqual([
      [7, 7],
      [3, 3],
    ]);
    for (const { path, label } of [...train.files, ...test.files])
      expect(/dog/i.test(path)).toBe(label === 1);
  });

  it('in folders for training and test', async () => {
    const paths = [
      'x/train/cats/cat.1.jpg',
      'x/train/dogs/dog.1.jpg',
      'x/test/cats/cat.2.jpg',
      'x/test/dogs/dog.2.jpg',
      'x/test/dogs/7.png',
      'x/oxford/other.jpg',
    ];
    const { train, test } = await catsVsDogs({ source: sourceOf(paths) });
    expect([train, test].map(({ files }) => files.map(({ path, label }) => `${path} ${label}`))).toEqual([
      ['x/train/cats/cat.1.jpg 0', 'x/train/dogs/dog.1.jpg 1'],
      ['x/test/cats/cat.2.jpg 0', 'x/test/dogs/7.png 1', 'x/test/dogs/dog.2.jpg 1'],
    ]);
  });

  it('and says where it does not', async () => {
    await expect(
      catsVsDogs({ source: sourceOf(['a/bird.1.jpg', 'cat.1.jpg']) }),
    ).rejects.toThrowErrorMatchingInlineSnapshot(`
      [DataError: catsVsDogs: no dogs in memory (2 files)
        fix: give the folder with train/cat.0.jpg, PetImages/Cat/0.jpg, or train/cats/0.jpg; imageFolder reads others]
    `);
    await expect(catsVsDogs({ source: sourceOf([]), trainShare: 1 })).rejects.toMatchObject({
      code: 'E_VALUE',
    });
  });
});

it('catsVsDogs skips bad files and lists them, unless it is told to stop', async () => {
  const photo = await testImage(20, 20, 3).jpeg().toBuffer();
  const { source } = memorySource({
    'Cat/1.jpg': photo,
    'Cat/666.jpg': '',
    'Dog/1.jpg': photo,
    'Dog/2.jpg': photo,
  });
  const reports: string[] = [];
  const { train, test } = await catsVsDogs({ source, trainShare: 0.5, report: (text) => reports.push(text) });
  let count = 0;
  for (const part of [train, test])
    for await (const { size } of part.batches({ batchSize: 2 })) count += size;
  expect([count, reports.join('')]).toEqual([3, expect.stringContaining('Cat/666.jpg: the file is empty')]);
  const strict = await catsVsDogs({ source, onBadFile: 'stop' });
  expect([strict.train.length, strict.test.length].every((length) => length !== undefined)).toBe(true);
});

it('catsVsDogs takes an option of undefined for one that is not given', async () => {
  const photo = await testImage(20, 20, 3).jpeg().toBuffer();
  const { source } = memorySource({
    'Cat/1.jpg': photo,
    'Cat/2.jpg': '',
    'Dog/1.jpg': photo,
    'Dog/2.jpg': photo,
  });
  const none = { onBadFile: undefined, width: undefined, height: undefined, trainShare: undefined };
  const { train, test } = await catsVsDogs({ source, ...none, report: () => undefined });
  expect([train.inputShape, train.length]).toEqual([[96, 96, 3], undefined]);
  for (const part of [train, test])
    for await (const { size } of part.batches({ batchSize: 4 })) expect(size).toBeGreaterThan(0);
});

it("catsVsDogs reads Microsoft's zip where it is", async () => {
  const photo = await testImage(20, 20, 3).jpeg().toBuffer();
  const names = ['PetImages/Cat/0.jpg', 'PetImages/Cat/1.jpg', 'PetImages/Dog/0.jpg', 'PetImages/Dog/1.jpg'];
  const zip = join(await testFolder(), 'kagglecatsanddogs_5340.zip');
  await writeFile(
    zip,
    testZip([{ name: 'PetImages/', content: '' }, ...names.map((name) => ({ name, content: photo }))]),
  );
  const { train, test } = await catsVsDogs({ source: zip, trainShare: 0.5 });
  const labels = [];
  for (const part of [train, test])
    for await (const { y } of part.batches({ batchSize: 4 })) labels.push(...y.values);
  expect(labels).toEqual([0, 1, 0, 1]);
  await train.close();
});

describe('catsVsDogs of the Hub', () => {
  const url = new URL('../../../../goldens/hub-pictures.json', import.meta.url);
  const [golden] = JSON.parse(readFileSync(url, 'utf8')).cases as [
    { bytes: string; rows: { color: number[] | null; label: number }[] },
  ];
  const file = Buffer.from(golden.bytes, 'base64');
  const serveHub = () =>
    serve(testHub({ branches: { main: { 'data/train-00000-of-00001.parquet': file } } }));
  const size = { width: 3, height: 2, report: () => undefined } as const;

  /** The colour of each picture, of which all pixels are equal, and its label. */
  async function pictures(data: Dataset): Promise<string[]> {
    const seen: string[] = [];
    for await (const { x, y, size: count } of data.batches({ batchSize: 4 })) {
      for (let i = 0; i < count; i++) {
        const values = Array.from(x.values.subarray(i * 18, (i + 1) * 18), (value) =>
          Math.round(value * 255),
        );
        expect(values).toEqual(Array.from({ length: 18 }, (_, k) => values[k % 3]));
        seen.push(`${values.slice(0, 3)} ${y.values[i]}`);
      }
    }
    return seen;
  }

  it('gives each good picture once, decoded, in shares of the classes that the seed draws', async () => {
    await using hub = await serveHub();
    const reports: string[] = [];
    const source = { hub: { dataset: 'owner/pets', hub: hub.url.origin } };
    const open = (seed: number) =>
      catsVsDogs({ ...size, source, trainShare: 0.75, seed, report: (text) => reports.push(text) });
    const { train, test, classNames, revision, badFiles } = await open(1);
    expect([train.inputShape, classNames, train.classNames, revision]).toEqual([
      [2, 3, 3],
      ['cat', 'dog'],
      ['cat', 'dog'],
      expect.stringMatching(/^c0ffee/),
    ]);
    expect(badFiles).toMatchObject([
      { path: '7.png', reason: expect.stringMatching(/^no picture: it begins with 6e/), code: 'E_FORMAT' },
      { path: 'row 15', reason: 'it is missing', code: 'E_DATA' },
    ]);
    expect(reports).toEqual([expect.stringMatching(/^2 of 24 files left out:\n {2}7\.png: no picture/)]);
    const [learnt, tested] = [await pictures(train), await pictures(test)];
    expect([...learnt, ...tested].sort()).toEqual(
      golden.rows.flatMap(({ color, label }) => (color ? [`${color} ${label}`] : [])).sort(),
    );
    // 11 of each class are good: 8.25 of each are due, and 16.5 in all.
    expect([learnt.length, tested.length]).toEqual([17, 5]);
    expect([8, 9]).toContain(learnt.filter((each) => each.endsWith('0')).length);
    expect(await pictures((await open(1)).test)).toEqual(tested);
    expect(await pictures((await open(2)).test)).not.toEqual(tested);
  });

  it('stops at a bad picture where asked to, and before it fetches what there is no room for', async () => {
    await using hub = await serveHub();
    const source = { hub: { dataset: 'owner/pets', hub: hub.url.origin } };
    await expect(catsVsDogs({ ...size, source, onBadFile: 'stop' })).rejects.toThrow(
      'owner/pets/7.png: no picture: it begins with 6e',
    );
    const before = hub.requests.length;
    await expect(
      catsVsDogs({ ...size, source, cacheBytes: 431 }),
    ).rejects.toThrowErrorMatchingInlineSnapshot(`
      [DataError: catsVsDogs: 24 pictures of 3 × 2 take 432 B, more than the 431 B allowed
        fix: make them smaller: width, height, or raise cacheBytes]
    `);
    // The commit, the list, and the file's size and end.
    expect(hub.requests.length - before).toBeLessThanOrEqual(5);
    const { train } = await catsVsDogs({ ...size, source, cacheBytes: 432 });
    expect(train.length).toBe(18);
  });

  it('refuses options that it does not have, other data sets, and goes when it is told to', async () => {
    await using hub = await serveHub();
    const at = { dataset: 'owner/pets', hub: hub.url.origin };
    await expect(catsVsDogs({ source: { hub: { ...at, revison: 'main' } as never } })).rejects.toThrow(
      "catsVsDogs: hub: no option is called 'revison'",
    );
    await expect(catsVsDogs({ source: { hub: { ...at, revision: 'v9' } } })).rejects.toThrow(
      'the Hub shows no dataset owner/pets at revision v9',
    );
    const signal = AbortSignal.abort();
    await expect(catsVsDogs({ source: { hub: at }, signal })).rejects.toMatchObject({ name: 'AbortError' });
    const others = JSON.parse(
      readFileSync(new URL('../../../../goldens/parquet.json', import.meta.url), 'utf8'),
    ).cases[0] as { bytes: string };
    const bytes = Buffer.from(others.bytes, 'base64');
    await using tables = await serve(testHub({ branches: { main: { 'train.parquet': bytes } } }));
    const { train } = await catsVsDogs({
      ...size,
      source: { hub: { dataset: 'owner/pets', hub: tables.url.origin } },
    }).catch((error: Error) => ({ train: error }));
    expect(String(train)).toContain('collectExamples: the data is empty');
  });
});
