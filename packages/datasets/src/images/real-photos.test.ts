import { readFile } from 'node:fs/promises';
import { join } from 'node:path';
import { FormatError } from '@descent/core';
import { expect, it } from 'vitest';
import { catsVsDogs } from '../cats-vs-dogs/cats-vs-dogs.js';
import { decodeImage } from './decode-image.js';
import { imageFolder } from './image-folder.js';

const data = process.env.DESCENT_DATA_DIR;
const reason = 'DESCENT_DATA_DIR does not name the folder with cats-dogs and cats-dogs-bad';

/** What the manifest says of an odd file. */
interface OddFile {
  readonly file: string;
  readonly problem: string;
  /** What Pillow makes of it: 'JPEG RGB 500x432 ok', 'open-fails: …'. */
  readonly pillow: string;
}

async function oddFiles(): Promise<readonly OddFile[]> {
  const text = await readFile(join(data as string, 'cats-dogs-bad', 'manifest.json'), 'utf8');
  return (JSON.parse(text) as { files: OddFile[] }).files;
}

it('each odd file is decoded, or refused with its path, as Pillow does', async ({ skip }) => {
  skip(!data, reason);
  const files = await oddFiles();
  expect(files).toHaveLength(20);
  for (const { file, problem, pillow } of files) {
    const [, format, width, height] = /^(\w+) \w+ (\d+)x(\d+) ok$/.exec(pillow) ?? [];
    const bytes = await readFile(join(data as string, 'cats-dogs-bad', file));
    const result = await decodeImage(bytes, {}, file).catch((error: unknown) => error);
    const message = `${file}: ${problem}`;
    if (format === undefined) {
      expect(result, message).toBeInstanceOf(FormatError);
      expect((result as Error).message, message).toContain(file);
    } else {
      expect(result, message).toMatchObject({
        format: format.toLowerCase(),
        shape: [Number(height), Number(width), 3],
      });
    }
  }
});

it('a folder with odd files goes on without the bad ones and lists them, or stops', async ({ skip }) => {
  skip(!data, reason);
  const folder = join(data as string, 'cats-dogs-bad');
  const bad = (await oddFiles()).filter(({ pillow }) => !pillow.endsWith('ok')).map(({ file }) => file);
  const options = { width: 32, height: 32, labels: 'none', report: () => undefined } as const;
  const photos = await imageFolder(folder, { ...options, onBadFile: 'skip' });
  let count = 0;
  for await (const { size } of photos.batches({ batchSize: 8, order: { seed: 1, epoch: 0 } })) count += size;
  expect(photos.badFiles.map(({ path }) => path).sort()).toEqual(bad.sort());
  expect(count).toBe(photos.files.length - bad.length);
  const strict = await imageFolder(folder, options);
  const walk = async () => {
    for await (const _ of strict.batches({ batchSize: 8 }));
  };
  await expect(walk()).rejects.toThrow(join(folder, bad.sort()[0] as string));
});

/** One photograph in so many: all in `pnpm test:full`. */
const every = process.env.DESCENT_FULL ? 1 : 10;

it(`${2800 / every} photographs decode`, { timeout: 300_000 }, async ({ skip }) => {
  skip(!data, reason);
  const { train, test } = await catsVsDogs({
    source: join(data as string, 'cats-dogs'),
    onBadFile: 'stop',
    cacheBytes: 0,
  });
  const counts = [];
  for (const part of [train, test]) {
    const classes = [0, 0];
    const places = Int32Array.from({ length: part.files.length / every }, (_, i) => i * every);
    for await (const { x, y } of part.pick(places).batches({ batchSize: 50 })) {
      for (const label of y.values) (classes[label] as number)++;
      expect(x.values.every((value) => value >= 0 && value <= 1)).toBe(true);
    }
    counts.push(classes);
  }
  expect(counts).toEqual([
    [1000 / every, 1000 / every],
    [400 / every, 400 / every],
  ]);
});
