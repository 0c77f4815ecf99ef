import { writeFile } from 'node:fs/promises';
import { join } from 'node:path';
import { describe, expect, it } from 'vitest';
import { memorySource, testImage } from '../images/test-pictures.js';
import { testFolder } from '../sources/test-folder.js';
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
