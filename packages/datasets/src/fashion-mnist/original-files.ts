import { readFile } from 'node:fs/promises';
import { join } from 'node:path';
import { DataError } from '@descent/core';
import { allOrNone } from '../sources/all-or-none.js';
import { cacheFolder } from '../sources/cache-folder.js';
import { type Checksum, type DownloadOptions, download } from '../sources/download.js';
import type { NamedFile, SetFiles } from './labelled-pictures.js';

const debianFolder = '/usr/share/datasets/fashion-mnist';

const names = [
  'train-images-idx3-ubyte',
  'train-labels-idx1-ubyte',
  't10k-images-idx3-ubyte',
  't10k-labels-idx1-ubyte',
] as const;

/** Where the files can be fetched, compressed, and what tells that they are the right ones. */
export interface Origin {
  readonly address: string;
  readonly files: Readonly<Record<(typeof names)[number], { size: number; checksum: Checksum }>>;
}

/** Sizes and checksums are those of the set's README. */
const official: Origin = {
  address: 'http://fashion-mnist.s3-website.eu-central-1.amazonaws.com/',
  files: {
    'train-images-idx3-ubyte': { size: 26421880, checksum: md5('8d4fb7e6c68d591d4c3dfef9ec88bf0d') },
    'train-labels-idx1-ubyte': { size: 29515, checksum: md5('25c81989df183df01b3e8a0aad5dffbe') },
    't10k-images-idx3-ubyte': { size: 4422102, checksum: md5('bef4ecab320f06d8554ea6380940ec79') },
    't10k-labels-idx1-ubyte': { size: 5148, checksum: md5('bb300cfdad3c16e7a12a480ee83cd310') },
  },
};

/** Where files are looked for; tests put places of their own here. */
export interface OriginalFilesOptions extends Pick<DownloadOptions, 'signal' | 'onProgress'> {
  readonly systemFolder?: string;
  readonly origin?: Origin;
}

/**
 * The files of the full set: from `folder`, or else the first of the user's cache, Debian's folder, and the official
 * address, whose files go to the cache.
 * @throws DataError E_IO when one cannot be had or read
 */
export async function originalFiles(
  folder: string | undefined,
  options: OriginalFilesOptions = {},
): Promise<SetFiles> {
  const [trainImages, trainLabels, testImages, testLabels] = (await allOrNone(
    names.map((name) => (signal: AbortSignal) => {
      return folder === undefined ? anywhere(name, { ...options, signal }) : within(folder, name);
    }),
    options.signal,
  )) as [NamedFile, NamedFile, NamedFile, NamedFile];
  return {
    train: { images: trainImages, labels: trainLabels },
    test: { images: testImages, labels: testLabels },
  };
}

async function within(folder: string, name: string): Promise<NamedFile> {
  const found = await firstReadable([join(folder, `${name}.gz`), join(folder, name)]);
  if (found) return found;
  throw new DataError(`fashionMnist: ${folder} has neither ${name}.gz nor ${name}`, {
    code: 'E_IO',
    fix: 'point at the folder with the four files of the set',
  });
}

async function anywhere(
  name: (typeof names)[number],
  { systemFolder = debianFolder, origin = official, ...options }: OriginalFilesOptions,
): Promise<NamedFile> {
  const file = `${name}.gz`;
  const cached = join(cacheFolder('fashion-mnist'), file);
  const found = await firstReadable([cached, join(systemFolder, file)]);
  if (found) return found;
  const { size: maxBytes, checksum } = origin.files[name];
  await download(new URL(file, origin.address), cached, { maxBytes, checksum, ...options });
  return { name: cached, bytes: await readFile(cached) };
}

function md5(hex: string): Checksum {
  return { algorithm: 'md5', hex };
}

async function firstReadable(paths: readonly string[]): Promise<NamedFile | undefined> {
  for (const path of paths) {
    try {
      return { name: path, bytes: await readFile(path) };
    } catch (error) {
      if (['ENOENT', 'ENOTDIR'].includes((error as NodeJS.ErrnoException).code ?? '')) continue;
      throw new DataError(`fashionMnist: cannot read ${path}: ${(error as Error).message}`, {
        code: 'E_IO',
        cause: error,
        fix: 'look at the file and its permissions',
      });
    }
  }
  return undefined;
}
