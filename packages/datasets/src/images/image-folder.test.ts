import { mkdir, writeFile } from 'node:fs/promises';
import { join } from 'node:path';
import { gzipSync } from 'node:zlib';
import { beforeAll, describe, expect, it } from 'vitest';
import type { Batch, BatchOptions, Dataset } from '../dataset.js';
import { describeDataset } from '../describe-dataset.js';
import { collectExamples } from '../examples/collect-examples.js';
import { fileSource } from '../sources/file-source.js';
import { testFolder } from '../sources/test-folder.js';
import { showBadFiles } from './bad-file.js';
import { type ImageFolderOptions, imageFolder } from './image-folder.js';
import { memorySource, testImage } from './test-pictures.js';

const size = { width: 6, height: 5 };

/** PNG files of noise, each another, by path. */
async function pictures(paths: readonly string[]): Promise<Record<string, Uint8Array>> {
  const files = paths.map(
    async (path, i) =>
      [
        path,
        await testImage(9, 8, 3, i + 1)
          .png()
          .toBuffer(),
      ] as const,
  );
  return Object.fromEntries(await Promise.all(files));
}

async function batchesOf(data: Dataset, options: BatchOptions): Promise<Batch[]> {
  const batches = [];
  for await (const batch of data.batches(options)) batches.push(batch);
  return batches;
}

const labelsOf = (batches: readonly Batch[]): number[] => batches.flatMap(({ y }) => [...y.values]);

/** 12 cats and 8 dogs. */
let animals: Record<string, Uint8Array>;
const catPaths = Array.from({ length: 12 }, (_, i) => `cats/${i}.png`);
const dogPaths = Array.from({ length: 8 }, (_, i) => `dogs/${i}.png`);
beforeAll(async () => {
  animals = await pictures([...catPaths, ...dogPaths]);
});

describe('imageFolder finds classes', () => {
  const classesOf = async (paths: readonly string[], options: Partial<ImageFolderOptions> = {}) => {
    const { source } = memorySource(Object.fromEntries(paths.map((path) => [path, new Uint8Array(1)])));
    const { files, classNames } = await imageFolder(source, { ...size, ...options });
    return [classNames, files.map(({ path, label }) => `${path} ${label}`)];
  };

  it('by folder, in alphabetical order, below what all have in common', async () => {
    const paths = ['a/pets/dog/x/1.JPG', 'a/pets/cat/2.webp', 'a/pets/cat/Thumbs.db', 'a/pets/cat/.3.png'];
    expect(await classesOf(paths)).toEqual([
      ['cat', 'dog'],
      ['a/pets/cat/2.webp 0', 'a/pets/dog/x/1.JPG 1'],
    ]);
  });

  it('by the folder that all lie in: a single class', async () => {
    expect(await classesOf(['pets/cat/1.png', 'pets/cat/2.png'])).toEqual([
      ['cat'],
      ['pets/cat/1.png 0', 'pets/cat/2.png 0'],
    ]);
  });

  it('refuses names of classes twice, and classes that are no names', async () => {
    await expect(
      classesOf(['a/1.png', 'b/1.png'], { classNames: ['a', 'b', 'a'] }),
    ).rejects.toThrowErrorMatchingInlineSnapshot(`
      [ValueError: imageFolder: classNames has 'a' twice
        fix: give each class a name of its own]
    `);
    const labels = (() => 0) as never;
    await expect(classesOf(['a/1.png'], { labels })).rejects.toThrowErrorMatchingInlineSnapshot(`
      [ValueError: imageFolder: labels gave 0 for a/1.png
        fix: return the name of the class, or undefined for files that are no examples; classNames says their order]
    `);
  });

  it('by the beginning of the name', async () => {
    const paths = ['train/dog.12.jpg', 'train/cat.3.jpg', 'american_bulldog_7.jpg', 'nothing.jpg', '12.jpg'];
    expect(await classesOf(paths, { labels: 'prefix' })).toEqual([
      ['american_bulldog', 'cat', 'dog'],
      ['american_bulldog_7.jpg 0', 'train/cat.3.jpg 1', 'train/dog.12.jpg 2'],
    ]);
  });

  it('by a function, in a given order, in a part of the source', async () => {
    const paths = ['train/yes-1.png', 'train/no-2.png', 'test/yes-3.png', 'train/other.png'];
    const labels = (path: string) => /(yes|no)-/.exec(path)?.[1];
    expect(await classesOf(paths, { labels, folder: 'train', classNames: ['yes', 'no'] })).toEqual([
      ['yes', 'no'],
      ['train/no-2.png 1', 'train/yes-1.png 0'],
    ]);
  });

  it('or does without', async () => {
    expect(await classesOf(['1.png', 'a/2.png'], { labels: 'none' })).toEqual([
      undefined,
      ['1.png undefined', 'a/2.png undefined'],
    ]);
    const { source } = memorySource(await pictures(['1.png', 'b/2.png']));
    const data = await imageFolder(source, { ...size, labels: 'none' });
    const [batch] = await batchesOf(data, { batchSize: 4 });
    expect([data.targetShape, batch?.y.shape, batch?.x.shape]).toEqual([[0], [2, 0], [2, 5, 6, 3]]);
  });

  it('and says what is wrong', async () => {
    await expect(classesOf(['1.png', '2.png'])).rejects.toThrowErrorMatchingInlineSnapshot(`
      [DataError: imageFolder: no class is known of any of the 2 pictures in memory
        fix: say what the classes are: labels: 'prefix', { manifest: 'labels.csv' }, a function of the path, or 'none']
    `);
    await expect(classesOf(['a/1.txt'])).rejects.toThrowErrorMatchingInlineSnapshot(`
      [DataError: imageFolder: no pictures in memory (1 files)
        fix: look whether it is the right folder; names end in .jpg, .png, .webp, .gif, .bmp or .tif]
    `);
    await expect(
      classesOf(['a/1.png', 'b/1.png'], { classNames: ['a'] }),
    ).rejects.toThrowErrorMatchingInlineSnapshot(`
      [DataError: imageFolder: b/1.png is of class 'b', the classes are 'a'
        fix: name all classes in classNames, or leave it out]
    `);
    await expect(classesOf([], { labels: 'class' as 'folder' })).rejects.toThrowErrorMatchingInlineSnapshot(`
      [ValueError: imageFolder: unknown labels 'class'
        fix: use 'folder', 'prefix', 'none', { manifest: 'labels.csv' }, or a function of the path]
    `);
    await expect(classesOf([], { width: 0 })).rejects.toMatchObject({ code: 'E_VALUE' });
    await expect(classesOf([], { onBadFile: 'ignore' as 'skip' })).rejects.toThrowErrorMatchingInlineSnapshot(
      `[ValueError: imageFolder: onBadFile must be 'stop' or 'skip', got 'ignore']`,
    );
    await expect(imageFolder(7 as unknown as string, size)).rejects.toThrowErrorMatchingInlineSnapshot(
      `[ValueError: imageFolder: source must be a path or a file source, got 7]`,
    );
  });
});

describe('imageFolder with a manifest', () => {
  const read = async (files: Record<string, string>, options: Partial<ImageFolderOptions> = {}) => {
    const [manifest = ''] = Object.keys(files);
    const { source } = memorySource({ ...(await pictures(['x/1.png', 'x/2.png', 'x/3.png'])), ...files });
    return imageFolder(source, { ...size, labels: { manifest }, ...options });
  };

  it.each([
    {
      kind: 'CSV',
      name: 'x/list.csv',
      text: 'path,label,"who"\r\n1.png,sick,"a, b"\r\n\r\n./3.png,well,c\r\n',
    },
    {
      kind: 'JSON lines',
      name: 'x/list.jsonl',
      text: '{"path":"1.png","label":"sick","who":"a, b"}\n{"path":"3.png","label":"well","who":"c","n":null}\n',
    },
  ])('takes files, classes and fields from $kind', async ({ name, text }) => {
    const data = await read({ [name]: text });
    expect(data.classNames).toEqual(['sick', 'well']);
    expect(data.files.map(({ path, label, fields }) => [path, label, fields?.who])).toEqual([
      ['x/1.png', 0, 'a, b'],
      ['x/3.png', 1, 'c'],
    ]);
    expect(labelsOf(await batchesOf(data, { batchSize: 4 }))).toEqual([0, 1]);
    expect(
      data.split(0.5, { groupBy: ({ fields }) => fields?.who as string }).map(({ length }) => length),
    ).toEqual([1, 1]);
  });

  it('takes other columns, and none', async () => {
    const csv = { 'm.csv': 'file,kind\nx/2.png,7\n' };
    const data = await read(csv, { labels: { manifest: 'm.csv', path: 'file', label: 'kind' } });
    expect([data.classNames, data.files[0]?.path]).toEqual([['7'], 'x/2.png']);
    const plain = await read(csv, { labels: { manifest: 'm.csv', path: 'file', label: null } });
    expect(plain.classNames).toBe(undefined);
  });

  it('refuses paths that may lead out of the source', async () => {
    for (const path of ['../1.png', '/etc/1.png', 'C:/1.png', 'a/../../1.png', '..\\\\1.png', 'a//1.png'])
      await expect(read({ 'm.jsonl': `{"path":"${path}","label":"a"}` }), path).rejects.toMatchObject({
        code: 'E_UNSAFE',
      });
    await expect(read({ 'm.csv': 'path,label\n../1.png,a\n' })).rejects.toThrowErrorMatchingInlineSnapshot(`
      [FormatError: memory/m.csv: line 2: the path '../1.png' may lead out of the folder
        fix: give paths as they are seen from the manifest, with / between names]
    `);
  });

  it('names the line of what is wrong', async () => {
    await expect(read({ 'm.csv': 'path,label\nx/1.png,\n' })).rejects.toThrowErrorMatchingInlineSnapshot(`
      [FormatError: memory/m.csv: line 2: 'label' is missing
        fix: name the columns: { manifest, path, label }; this line has path, label]
    `);
    await expect(
      read({ 'm.csv': 'path,label\nx/1.png,a\nx/1.png,b\n' }),
    ).rejects.toThrowErrorMatchingInlineSnapshot(`
      [FormatError: memory/m.csv: line 3: 'x/1.png' was named in line 2 already
        fix: leave one of the lines out]
    `);
    await expect(read({ 'm.csv': 'path,label\nx/1.png\n' })).rejects.toThrow('line 2: 1 values, expected 2');
    await expect(read({ 'm.csv': 'path,label\n"x' })).rejects.toMatchObject({ code: 'E_FORMAT' });
    await expect(read({ 'm.csv': '' })).rejects.toThrow('it lists no files');
    await expect(read({ 'm.jsonl': '{"path":"x/1.png","label":"a"}\n[]' })).rejects.toThrow(
      'line 2: no object',
    );
    await expect(read({ 'm.jsonl': '{"path"' })).rejects.toThrow('line 1: no JSON');
    await expect(read({ 'm.jsonl': '{"__proto__":{"path":"x/1.png"},"label":"a"}' })).rejects.toThrow(
      "'path' is missing",
    );
  });

  it('counts lines as editors do, empty ones and breaks in quotes too', async () => {
    const text = '\npath,label,note\n\nx/1.png,a,"two\nlines"\n\n \nx/2.png,\n';
    await expect(read({ 'm.csv': text })).rejects.toThrow('memory/m.csv: line 8: 2 values, expected 3');
    const missing = 'path,label,note\r\n\r\nx/1.png,a,"two\r\nlines"\r\nx/2.png,,b\r\n';
    await expect(read({ 'm.csv': missing })).rejects.toThrow("memory/m.csv: line 5: 'label' is missing");
  });

  it('refuses two columns of one name', async () => {
    await expect(
      read({ 'm.csv': 'path,label,label \nx/1.png,a,b\n' }),
    ).rejects.toThrowErrorMatchingInlineSnapshot(`
      [FormatError: memory/m.csv: line 1: two columns are called 'label'
        fix: rename or remove one of them]
    `);
  });

  it('reads one that is compressed', async () => {
    const text = '{"path":"x/1.png","label":"a"}\n';
    const files = { ...(await pictures(['x/1.png'])), 'm.jsonl.gz': gzipSync(text) };
    const { source } = memorySource(files);
    const data = await imageFolder(source, { ...size, labels: { manifest: 'm.jsonl.gz' } });
    expect(data.files.map(({ path }) => path)).toEqual(['x/1.png']);
  });

  it('refuses to split by a group that files do not have, and names the first', async () => {
    const text = 'path,label,who\nx/1.png,a,one\nx/2.png,a,\nx/3.png,b,two\n';
    const data = await read({ 'm.csv': text });
    expect(() =>
      data.split(0.5, { groupBy: ({ fields }) => fields?.who }),
    ).toThrowErrorMatchingInlineSnapshot(`
      [DataError: split: groupBy gives no group for 1 of 3 files, the first is x/2.png
        fix: leave such files out, or give each a group of its own: fields?.patient ?? path]
    `);
    expect(() => data.split(0.5, { groupBy: ({ fields }) => fields?.whom })).toThrow('for 3 of 3 files');
    const parts = data.split(0.5, { groupBy: ({ fields, path }) => fields?.who || path });
    expect(parts[0].files.length + parts[1].files.length).toBe(3);
  });

  it('counts a file that is not there among the bad ones', async () => {
    const csv = { 'm.csv': 'path,label\nx/1.png,a\nx/9.png,a\n' };
    const data = await read(csv, { onBadFile: 'skip', report: () => undefined });
    expect(labelsOf(await batchesOf(data, { batchSize: 4 }))).toEqual([0]);
    expect(data.badFiles).toEqual([{ path: 'x/9.png', code: 'E_IO', reason: 'memory: has no file x/9.png' }]);
  });
});

it.each([-1, 20])('place %i of 20 files cannot be picked', async (place) => {
  const data = await imageFolder(memorySource(animals).source, size);
  expect(() => data.pick(Int32Array.of(0, place))).toThrow(
    expect.objectContaining({ name: 'ShapeError', code: 'E_INDEX' }),
  );
});

describe('a walk through pictures', () => {
  it('gives the batches of the same pictures in memory, shuffled or not, from any start', async () => {
    const { source } = memorySource(animals);
    const data = await imageFolder(source, size);
    const arrays = await collectExamples(await imageFolder(source, size));
    expect([data.length, data.inputShape, data.targetShape]).toEqual([20, [5, 6, 3], []]);
    for (const order of [undefined, { seed: 3, epoch: 0 }, { seed: 3, epoch: 1 }])
      for (const start of [0, 1, 3])
        expect(await batchesOf(data, { batchSize: 6, order, start })).toEqual(
          await batchesOf(arrays, { batchSize: 6, order, start }),
        );
  });

  it('reads a folder on the disk', async () => {
    const folder = await testFolder();
    for (const name of ['cats', 'dogs']) await mkdir(join(folder, name));
    for (const [path, bytes] of Object.entries(animals)) await writeFile(join(folder, path), bytes);
    const data = await imageFolder(folder, size);
    const { classes } = await describeDataset(data);
    expect(classes).toEqual([
      { label: 0, name: 'cats', count: 12 },
      { label: 1, name: 'dogs', count: 8 },
    ]);
  });

  it('reads each file once, as far as there is room for its pixels', async () => {
    for (const [cacheBytes, again] of [
      [20 * 90, 0],
      [5 * 90, 15],
      [0, 20],
    ] as const) {
      const { source, reads } = memorySource(animals);
      const data = await imageFolder(source, { ...size, cacheBytes });
      const first = await batchesOf(data, { batchSize: 4 });
      expect([...reads.values()].reduce((sum, n) => sum + n)).toBe(20);
      expect(await batchesOf(data, { batchSize: 4 })).toEqual(first);
      expect([...reads.values()].reduce((sum, n) => sum + n)).toBe(20 + again);
    }
  });

  it('reads ahead, at most so many files at once', async () => {
    let [open, most] = [0, 0];
    const source = fileSource({
      name: 'slow',
      files: Object.keys(animals).map((path) => ({ path, size: 1 })),
      async read({ path }) {
        most = Math.max(most, ++open);
        await new Promise((resolve) => setTimeout(resolve, 1));
        open--;
        return animals[path] as Uint8Array;
      },
    });
    await batchesOf(await imageFolder(source, { ...size, concurrency: 3 }), { batchSize: 2 });
    expect([open, most]).toEqual([0, 3]);
  });

  it('that is left reads no more, and leaves nothing open', async () => {
    let [readCount, open] = [0, 0];
    const source = fileSource({
      name: 'slow',
      files: Object.keys(animals).map((path) => ({ path, size: 1 })),
      async read({ path }) {
        readCount++;
        open++;
        await new Promise((resolve) => setTimeout(resolve, 5));
        open--;
        return animals[path] as Uint8Array;
      },
    });
    const data = await imageFolder(source, { ...size, concurrency: 1 });
    for await (const _ of data.batches({ batchSize: 8 })) break;
    expect([open, readCount < 12]).toEqual([0, true]);
    const before = readCount;
    await new Promise((resolve) => setTimeout(resolve, 30));
    expect(readCount).toBe(before);
  });

  it('that is aborted fails with the reason, while a file is read too', async () => {
    const stop = new AbortController();
    const source = fileSource({
      name: 'stuck',
      files: [{ path: 'a/1.png', size: 1 }],
      read: (_, { signal }) =>
        new Promise((_resolve, reject) => signal?.addEventListener('abort', () => reject(signal.reason))),
    });
    const data = await imageFolder(source, { ...size, labels: 'none' });
    const walk = batchesOf(data, { batchSize: 1, signal: stop.signal });
    setTimeout(() => stop.abort(new Error('enough')), 5);
    await expect(walk).rejects.toThrow('enough');
    expect(data.badFiles).toEqual([]);
  });

  it('refuses impossible batches', async () => {
    const data = await imageFolder(memorySource(animals).source, size);
    await expect(batchesOf(data, { batchSize: 0 })).rejects.toMatchObject({ code: 'E_VALUE' });
  });
});

describe('parts of pictures', () => {
  it('keep the share of every class, have no file in common, and share what is kept', async () => {
    const { source, reads } = memorySource(animals);
    const data = await imageFolder(source, size);
    const [train, test] = data.split(0.75, { stratified: true, seed: 1 });
    const counts = (part: typeof train) =>
      [0, 1].map((label) => part.labels?.filter((each) => each === label).length);
    expect([counts(train), counts(test)]).toEqual([
      [9, 6],
      [3, 2],
    ]);
    const paths = [...train.files, ...test.files].map(({ path }) => path).sort();
    expect(paths).toEqual(Object.keys(animals).sort());
    await batchesOf(data, { batchSize: 5 });
    expect(labelsOf(await batchesOf(test, { batchSize: 5 }))).toEqual([0, 0, 0, 1, 1]);
    expect([...reads.values()].every((n) => n === 1)).toBe(true);
    expect(data.split(0.75, { stratified: true, seed: 1 })[1].files).toEqual(test.files);
  });

  it('are taken, skipped and picked', async () => {
    const data = await imageFolder(memorySource(animals).source, size);
    expect([data.take(3).length, data.skip(3).length, data.skip(30).length]).toEqual([3, 17, 0]);
    expect(
      data
        .skip(11)
        .take(2)
        .files.map(({ path }) => path),
    ).toEqual(['cats/9.png', 'dogs/0.png']);
    expect(data.pick(Int32Array.of(19, 0)).labels).toEqual(Int32Array.of(1, 0));
    expect(() => data.take(-1)).toThrow(expect.objectContaining({ code: 'E_VALUE' }));
  });

  it('without classes are not stratified', async () => {
    const data = await imageFolder(memorySource(animals).source, { ...size, labels: 'none' });
    expect(() => data.split(0.5, { stratified: true })).toThrowErrorMatchingInlineSnapshot(`
      [ValueError: split: stratified needs classes, these pictures have none
        fix: say what the classes are: labels]
    `);
    expect(() => data.split(1)).toThrow(expect.objectContaining({ code: 'E_VALUE' }));
  });
});

describe('bad files', () => {
  const withBad = () => ({
    ...animals,
    'cats/3.png': (animals['cats/3.png'] as Uint8Array).subarray(0, 100),
    'dogs/2.png': new Uint8Array(0),
    'dogs/9.jpg': '<html>404</html>',
  });

  it('stop a walk, with the path and the way out', async () => {
    const data = await imageFolder(memorySource(withBad()).source, size);
    expect(data.length).toBe(21);
    await expect(batchesOf(data, { batchSize: 4 })).rejects.toThrowErrorMatchingInlineSnapshot(`
      [FormatError: memory/cats/3.png: cut short: it lacks its end
        fix: fetch the file again, or leave it out, or go on without such files: onBadFile: 'skip']
    `);
    expect(await batchesOf(data.take(3), { batchSize: 4 })).toHaveLength(1);
    await expect(data.withoutBadFiles()).rejects.toMatchObject({ name: 'FormatError', code: 'E_FORMAT' });
  });

  it('are skipped and listed at the end, where that is asked for', async () => {
    const reports: string[] = [];
    const { source, reads } = memorySource(withBad());
    const data = await imageFolder(source, {
      ...size,
      onBadFile: 'skip',
      report: (text) => reports.push(text),
    });
    expect(data.length).toBe(undefined);
    const first = await batchesOf(data, { batchSize: 6, order: { seed: 1, epoch: 0 } });
    expect(first.map(({ size: count }) => count)).toEqual([6, 6, 6]);
    expect(reports.join('\n')).toMatchInlineSnapshot(`
      "3 of 21 files left out:
        cats/3.png: cut short: it lacks its end
        dogs/2.png: the file is empty
        dogs/9.jpg: it is a web page or another text with tags"
    `);
    expect(data.badFiles.map(({ path, code }) => [path, code])).toEqual([
      ['cats/3.png', 'E_FORMAT'],
      ['dogs/2.png', 'E_FORMAT'],
      ['dogs/9.jpg', 'E_UNSUPPORTED'],
    ]);
    expect(await batchesOf(data, { batchSize: 6, order: { seed: 1, epoch: 0 } })).toEqual(first);
    expect(reports).toHaveLength(1);
    expect(reads.get('dogs/2.png')).toBe(1);
  });

  it('are skipped alike by a walk that goes on elsewhere', async () => {
    const order = { seed: 1, epoch: 4 };
    const options = { ...size, onBadFile: 'skip', report: () => undefined } as const;
    const whole = await batchesOf(await imageFolder(memorySource(withBad()).source, options), {
      batchSize: 4,
      order,
    });
    for (const start of [1, 2, 4, 5]) {
      const data = await imageFolder(memorySource(withBad()).source, options);
      expect(await batchesOf(data, { batchSize: 4, order, start })).toEqual(whole.slice(start));
    }
  });

  it('can be left out ahead, so that the length is known', async () => {
    const reports: string[] = [];
    const { source, reads } = memorySource(withBad());
    const data = await imageFolder(source, {
      ...size,
      onBadFile: 'skip',
      report: (text) => reports.push(text),
    });
    const good = await data.withoutBadFiles();
    expect([good.length, good.badFiles, reports.length]).toEqual([18, [], 1]);
    expect(good.split(0.5).map(({ length }) => length)).toEqual([9, 9]);
    expect(await batchesOf(good, { batchSize: 4 })).toEqual(await batchesOf(data, { batchSize: 4 }));
    expect(reads.get('cats/1.png')).toBe(1);
  });

  it('alone are an error, and so are files that go bad later', async () => {
    const report = () => undefined;
    const { source } = memorySource({ 'a/1.png': '', 'b/2.png': '' });
    const none = await imageFolder(source, { ...size, onBadFile: 'skip', report });
    await expect(batchesOf(none, { batchSize: 2 })).rejects.toThrowErrorMatchingInlineSnapshot(`
      [DataError: imageFolder: none of the 2 files can be used, the first because of a/1.png: the file is empty
        fix: look whether it is the right folder]
    `);
    await expect(none.withoutBadFiles()).rejects.toMatchObject({ code: 'E_DATA' });
    const good = await imageFolder(memorySource(animals).source, {
      ...size,
      onBadFile: 'skip',
      report,
      cacheBytes: 0,
    });
    const checked = await good.withoutBadFiles();
    await good.close();
    await expect(batchesOf(checked, { batchSize: 2 })).rejects.toThrowErrorMatchingInlineSnapshot(`
      [DataError: imageFolder: cats/0.png was good before: memory: cannot read cats/0.png: it is closed
        fix: leave the files as they are while they are in use]
    `);
  });

  it('are those above the limits too', async () => {
    const { source } = memorySource(animals);
    const small = await imageFolder(source, { ...size, maxPixels: 71 });
    await expect(batchesOf(small, { batchSize: 2 })).rejects.toMatchObject({
      name: 'FormatError',
      code: 'E_LIMIT',
    });
    const short = await imageFolder(source, { ...size, maxFileBytes: 50 });
    await expect(batchesOf(short, { batchSize: 2 })).rejects.toMatchObject({
      name: 'DataError',
      code: 'E_LIMIT',
    });
  });

  it('are counted in text', () => {
    expect(showBadFiles([], 3)).toBe('0 of 3 files left out');
  });
});
