import { readFile } from 'node:fs/promises';
import { join } from 'node:path';
import { DataError } from '@descent/core';
import { cacheFolder } from '../sources/cache-folder.js';
import { type DownloadOptions, download } from '../sources/download.js';
import type { PictureFiles } from './labelled-pictures.js';

const debianFolder = '/usr/share/datasets/fashion-mnist';
const officialAddress = 'http://fashion-mnist.s3-website.eu-central-1.amazonaws.com/';

/** The official files: sizes and the checksums that their README gives. */
const official = {
  'train-images-idx3-ubyte.gz': {
    size: 26421880,
    checksum: { algorithm: 'md5', hex: '8d4fb7e6c68d591d4c3dfef9ec88bf0d' },
  },
  'train-labels-idx1-ubyte.gz': {
    size: 29515,
    checksum: { algorithm: 'md5', hex: '25c81989df183df01b3e8a0aad5dffbe' },
  },
  't10k-images-idx3-ubyte.gz': {
    size: 4422102,
    checksum: { algorithm: 'md5', hex: 'bef4ecab320f06d8554ea6380940ec79' },
  },
  't10k-labels-idx1-ubyte.gz': {
    size: 5148,
    checksum: { algorithm: 'md5', hex: 'bb300cfdad3c16e7a12a480ee83cd310' },
  },
} as const;

/** Where the official files are; tests put a server of their own here. */
export interface OriginalFilesOptions extends Pick<DownloadOptions, 'signal' | 'onProgress'> {
  readonly address?: string;
}

/**
 * The files of one part of the full set: from `folder`, or else the first of the user's cache, Debian's folder,
 * and the official address, whose files go to the cache.
 * @throws DataError E_IO
 */
export async function originalFiles(
  part: 'train' | 'test',
  folder: string | undefined,
  options: OriginalFilesOptions = {},
): Promise<PictureFiles> {
  const prefix = part === 'train' ? 'train' : 't10k';
  const [images, labels] = await Promise.all([
    findFile(`${prefix}-images-idx3-ubyte`, folder, options),
    findFile(`${prefix}-labels-idx1-ubyte`, folder, options),
  ]);
  return { images, labels };
}

async function findFile(
  name: string,
  folder: string | undefined,
  options: OriginalFilesOptions,
): Promise<Uint8Array> {
  if (folder !== undefined) {
    const found = await firstReadable([join(folder, `${name}.gz`), join(folder, name)]);
    if (found) return found;
    throw new DataError(`fashionMnist: ${folder} has neither ${name}.gz nor ${name}`, {
      code: 'E_IO',
      fix: 'point at the folder with the four files of the set',
    });
  }
  const cached = join(await cacheFolder('fashion-mnist'), `${name}.gz`);
  const found = await firstReadable([cached, join(debianFolder, `${name}.gz`)]);
  if (found) return found;
  const { address = officialAddress, ...rest } = options;
  const file = `${name}.gz` as keyof typeof official;
  await download(new URL(file, address), cached, {
    maxBytes: official[file].size,
    checksum: official[file].checksum,
    ...rest,
  });
  return readFile(cached);
}

async function firstReadable(paths: readonly string[]): Promise<Uint8Array | undefined> {
  for (const path of paths) {
    try {
      return await readFile(path);
    } catch (error) {
      if ((error as NodeJS.ErrnoException).code !== 'ENOENT') {
        throw new DataError(`fashionMnist: cannot read ${path}: ${(error as Error).message}`, {
          code: 'E_IO',
          cause: error,
        });
      }
    }
  }
  return undefined;
}
