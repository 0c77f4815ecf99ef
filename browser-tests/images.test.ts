import { existsSync } from 'node:fs';
import { readdir, readFile } from 'node:fs/promises';
import { join } from 'node:path';
import { type DecodeOptions, decodeImage, imageFolder } from '@descent/datasets/images';
import { fileSource } from '@descent/datasets/sources';
import { build } from 'esbuild';
import type { Browser, Page } from 'playwright-core';
import sharp, { type Sharp } from 'sharp';
import { afterAll, beforeAll, describe, expect, it } from 'vitest';
import { openBrowser } from './open-browser.js';
import { PackagesServer } from './packages-server.js';

/** Decodes files, and walks through them as a dataset, in a page: bytes and values travel as base64. To be bundled. */
const script = `
import { decodeImage, imageFolder } from '@descent/datasets/images';
import { fileSource } from '@descent/datasets/sources';

const bytesOf = (text) => Uint8Array.from(atob(text), (letter) => letter.charCodeAt(0));
const textOf = (values) => {
  const bytes = new Uint8Array(values.buffer, values.byteOffset, values.byteLength);
  let letters = '';
  for (let at = 0; at < bytes.length; at += 4096) letters += String.fromCharCode(...bytes.subarray(at, at + 4096));
  return btoa(letters);
};

globalThis.decoded = async (text, options) => {
  try {
    const { values, shape, format } = await decodeImage(bytesOf(text), options, 'file');
    return { values: textOf(values), shape, format };
  } catch (error) {
    return { problem: error.name + ' ' + error.code + ': ' + error.message };
  }
};

globalThis.walked = async (files, options, walk) => {
  const bytes = new Map(Object.entries(files).map(([path, text]) => [path, bytesOf(text)]));
  const source = fileSource({
    name: 'memory',
    files: [...bytes].map(([path, { length }]) => ({ path, size: length })),
    read: async ({ path }) => bytes.get(path),
  });
  const batches = [];
  for await (const { x, y } of (await imageFolder(source, options)).batches(walk))
    batches.push({ x: textOf(x.values), y: [...y.values], shape: x.shape });
  return batches;
};
`;

interface Decoded {
  readonly values: string;
  readonly shape: readonly number[];
  readonly format: string;
  readonly problem?: string;
}

/** A smooth picture with some noise, the same each time. */
function picture(width: number, height: number, channels: 1 | 3 | 4, seed = 1): Sharp {
  const values = new Uint8Array(width * height * channels);
  let state = seed;
  for (let i = 0; i < values.length; i++) {
    state = (Math.imul(state, 1664525) + 1013904223) >>> 0;
    const pixel = Math.floor(i / channels);
    const [x, y] = [pixel % width, Math.floor(pixel / width)];
    values[i] = 120 + 70 * Math.sin((x * ((i % channels) + 1) + y * seed) / 20) + (state >>> 28);
  }
  return sharp(values, { raw: { width, height, channels } });
}

/** The script as a bundler makes it, with its chunks. */
async function bundled(): Promise<Record<string, string>> {
  const { outputFiles, warnings } = await build({
    stdin: { contents: script, resolveDir: import.meta.dirname, loader: 'js' },
    bundle: true,
    splitting: true,
    format: 'esm',
    outdir: '/',
    entryNames: 'images',
    target: 'es2022',
    write: false,
    logLevel: 'silent',
  });
  expect(warnings).toEqual([]);
  return Object.fromEntries(outputFiles.map(({ path, text }) => [path, text]));
}

let browser: Browser;
let server: PackagesServer;
let page: Page;
beforeAll(async () => {
  browser = await openBrowser();
  server = await PackagesServer.open(
    { '/': '<!doctype html><title>images</title>', ...(await bundled()) },
    false,
  );
  page = await browser.newPage();
  await page.goto(server.url('/'));
  await page.evaluate("import('/images.js')");
});
afterAll(async () => {
  await browser?.close();
  await server?.close();
});

const inPage = (bytes: Uint8Array, options: DecodeOptions): Promise<Decoded> =>
  page.evaluate(
    ([text, choice]) =>
      (globalThis as unknown as { decoded: (text: string, options: object) => Promise<Decoded> }).decoded(
        text,
        choice,
      ),
    [Buffer.from(bytes).toString('base64'), options] as const,
  );

/** The largest difference between what Node and the browser make of a file. */
async function difference(bytes: Uint8Array, options: DecodeOptions): Promise<number> {
  const [there, here] = [await inPage(bytes, options), await decodeImage(bytes, options, 'file')];
  expect(there.problem).toBe(undefined);
  expect([there.shape, there.format]).toEqual([here.shape, here.format]);
  const values = Buffer.from(there.values, 'base64');
  expect(values.length).toBe(here.values.length);
  return here.values.reduce((most, value, i) => Math.max(most, Math.abs(value - (values[i] as number))), 0);
}

const sizes: readonly DecodeOptions[] = [
  {},
  { width: 40, height: 30 },
  { width: 32, height: 32, fit: 'crop', channels: 1 },
];

describe('Node and the browser give', () => {
  it.each([
    { kind: 'PNG', make: () => picture(90, 60, 3).png() },
    { kind: 'PNG with opacity', make: () => picture(90, 60, 4).png() },
    {
      kind: 'PNG with a palette, interlaced',
      make: () => picture(90, 60, 3).png({ palette: true, progressive: true }),
    },
    { kind: 'PNG of 16 bits', make: () => picture(90, 60, 3).toColourspace('rgb16').png() },
    { kind: 'grey PNG', make: () => picture(90, 60, 1).png().toColourspace('b-w') },
    { kind: 'WebP without losses', make: () => picture(90, 60, 3).webp({ lossless: true }) },
    { kind: 'GIF', make: () => picture(90, 60, 3).gif() },
  ])('equal bytes: $kind', async ({ make }) => {
    const bytes = await make().toBuffer();
    for (const options of sizes) expect(await difference(bytes, options)).toBe(0);
  });

  it.each([
    { kind: 'JPEG', make: () => picture(90, 61, 3).jpeg() },
    {
      kind: 'JPEG with all colors sampled',
      make: () => picture(90, 61, 3).jpeg({ chromaSubsampling: '4:4:4' }),
    },
    { kind: 'progressive JPEG', make: () => picture(90, 61, 3).jpeg({ progressive: true }) },
    { kind: 'grey JPEG', make: () => picture(90, 61, 1).jpeg().toColourspace('b-w') },
    {
      kind: 'JPEG of a lying camera',
      make: () => picture(90, 61, 3).withMetadata({ orientation: 6 }).jpeg(),
    },
    { kind: 'JPEG with another color profile', make: () => picture(90, 61, 3).withIccProfile('p3').jpeg() },
    { kind: 'WebP', make: () => picture(90, 61, 3).webp() },
    {
      kind: 'WebP of a lying camera',
      make: () => picture(90, 61, 3).withMetadata({ orientation: 6 }).webp(),
    },
    { kind: 'WebP with opacity', make: () => picture(90, 61, 4).webp() },
  ])('bytes within 2: $kind', async ({ make }) => {
    const bytes = await make().toBuffer();
    for (const options of sizes) expect(await difference(bytes, options)).toBeLessThanOrEqual(2);
  });

  it('equal batches of a folder of PNG files', async () => {
    const paths = ['cat/1.png', 'cat/2.png', 'cat/3.png', 'dog/1.png', 'dog/2.png'];
    const files = new Map<string, Buffer>();
    for (const [i, path] of paths.entries())
      files.set(
        path,
        await picture(50, 40 + i, 3, i + 1)
          .png()
          .toBuffer(),
      );
    const [options, walk] = [
      { width: 24, height: 20 },
      { batchSize: 2, order: { seed: 5, epoch: 2 } },
    ];
    const source = fileSource({
      name: 'memory',
      files: paths.map((path) => ({ path, size: (files.get(path) as Buffer).length })),
      read: async ({ path }) => files.get(path) as Buffer,
    });
    const here = [];
    for await (const { x, y } of (await imageFolder(source, options)).batches(walk))
      here.push({ x: Buffer.from(x.values.buffer).toString('base64'), y: [...y.values], shape: x.shape });
    const texts = Object.fromEntries([...files].map(([path, bytes]) => [path, bytes.toString('base64')]));
    const there = await page.evaluate(
      ([all, choice, how]) =>
        (globalThis as unknown as { walked: (...args: readonly object[]) => Promise<object> }).walked(
          all,
          choice,
          how,
        ),
      [texts, options, walk] as const,
    );
    expect(there).toEqual(here);
    expect(here).toHaveLength(3);
  });
});

it('the browser refuses TIFF, and files that are cut short, as errors of ours', async () => {
  const tiff = await picture(9, 9, 3).tiff().toBuffer();
  expect((await inPage(tiff, {})).problem).toMatchInlineSnapshot(`
    "FormatError E_UNSUPPORTED: file: it is a TIFF file, which browsers do not read
      fix: convert the file to PNG"
  `);
  const jpeg = await picture(64, 64, 3).jpeg().toBuffer();
  expect((await inPage(jpeg.subarray(0, jpeg.length - 9), {})).problem).toContain(
    'FormatError E_FORMAT: file: cut short',
  );
  const noise = Buffer.concat([jpeg.subarray(0, 2), jpeg.subarray(-2)]);
  expect((await inPage(noise, {})).problem).toContain('FormatError E_FORMAT');
});

it('real photographs differ by at most 2 between Node and the browser', { timeout: 120_000 }, async ({
  skip,
}) => {
  const data = process.env.DESCENT_DATA_DIR;
  skip(!data, 'DESCENT_DATA_DIR does not name the folder with cats-dogs and cats-dogs-bad');
  const folders = ['cats-dogs/test/cats', 'cats-dogs/test/dogs', 'cats-dogs-bad'].map((name) =>
    join(data as string, name),
  );
  let worst = 0;
  for (const folder of folders.filter(existsSync)) {
    const names = (await readdir(folder)).filter((name) => !name.endsWith('.json'));
    for (const name of folder.endsWith('bad') ? names : names.slice(0, 8)) {
      const bytes = await readFile(join(folder, name));
      const refusal = await decodeImage(bytes).then(
        () => undefined,
        (error: { code: string }) => error.code,
      );
      if (refusal) expect((await inPage(bytes, {})).problem, name).toContain(refusal);
      else {
        const most = await difference(bytes, {});
        expect(most, name).toBeLessThanOrEqual(2);
        worst = Math.max(worst, most);
      }
    }
  }
  console.log(`real photographs in Node and in the browser: at most ${worst} apart`);
});
