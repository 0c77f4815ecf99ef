import { createHash } from 'node:crypto';
import { readFile } from 'node:fs/promises';
import { join } from 'node:path';
import { DataError } from '@descent/core';
import { allOrNone } from '../sources/all-or-none.js';
import { cacheFolder } from '../sources/cache-folder.js';
import { download } from '../sources/download.js';
import type { TransferOptions } from '../sources/transfer.js';
import { debianFolder } from './debian-folder.js';
import type { NamedFile, SetFiles } from './labelled-pictures.js';
import { addressOf, fileNames, type Origin, official, setOf } from './origin.js';

/** Where files are looked for; tests put places of their own here. */
export interface OriginalFilesOptions extends Pick<TransferOptions, 'signal' | 'onProgress'> {
  /** Where the four files are fetched; default: the set's own address. */
  readonly address?: string | URL | undefined;
  readonly systemFolder?: string;
  readonly origin?: Origin;
}

/**
 * The files of the full set: from `folder`, or else the first of the user's cache, Debian's folder, and the official
 * address, whose files go to the cache. What is damaged in the cache is had anew.
 * @throws DataError E_IO when one cannot be had or read
 */
export async function originalFiles(
  folder: string | undefined,
  options: OriginalFilesOptions = {},
): Promise<SetFiles> {
  return setOf(
    await allOrNone(
      fileNames.map((name) => (signal: AbortSignal) => {
        return folder === undefined ? anywhere(name, { ...options, signal }) : within(folder, name);
      }),
      options.signal,
    ),
  );
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
  name: (typeof fileNames)[number],
  { systemFolder = debianFolder, origin = official, address, ...options }: OriginalFilesOptions,
): Promise<NamedFile> {
  const file = `${name}.gz`;
  const cached = join(cacheFolder('fashion-mnist'), file);
  const { size: maxBytes, checksum } = origin[name];
  const held = await firstReadable([cached]).catch(() => undefined);
  if (held && createHash(checksum.algorithm).update(held.bytes).digest('hex') === checksum.hex) return held;
  const found = await firstReadable([join(systemFolder, file)]);
  if (found) return found;
  await download(addressOf(file, address), cached, { maxBytes, checksum, ...options });
  return { name: cached, bytes: await readFile(cached) };
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
