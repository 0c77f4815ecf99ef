import { createHash } from 'node:crypto';
import { readFile } from 'node:fs/promises';
import { dirname, join } from 'node:path';
import { DescentError } from '@descent/core';
import { debianFolder } from '../fashion-mnist/debian-folder.js';
import { largestFile } from '../fashion-mnist/labelled-pictures.js';
import { official } from '../fashion-mnist/origin.js';
import { readIdx } from '../formats/read-idx.js';
import { cacheFolder } from '../sources/cache-folder.js';

/** A file that a dataset is made of. */
export interface CachedFile {
  readonly path: string;
  /** What is wrong with it; undefined where it is right. */
  readonly problem: string | undefined;
}

/**
 * The files of Fashion-MNIST that `fashionMnist({ source: 'full' })` would take: those of the cache, against the checksums
 * that its authors publish; in place of one that is missing or another, that of Debian's package, which has checksums of
 * its own: it must unpack to what gzip's checksum says, and be an IDX file.
 */
export async function cachedFiles(): Promise<readonly CachedFile[]> {
  return Promise.all(
    Object.entries(official).map(async ([name, { checksum }]) => {
      const cached = join(cacheFolder('fashion-mnist'), `${name}.gz`);
      const problem = await problemOf(cached, (bytes) => {
        const hex = createHash(checksum.algorithm).update(bytes).digest('hex');
        return hex === checksum.hex
          ? undefined
          : `its ${checksum.algorithm} is ${hex}, expected ${checksum.hex}`;
      });
      const ofDebian = join(debianFolder, `${name}.gz`);
      if (problem === undefined) return { path: cached, problem };
      const problemThere = await problemOf(ofDebian, async (bytes) => {
        await readIdx(bytes, { name, mostBytes: largestFile });
        return undefined;
      });
      if (problemThere === notThere) return { path: cached, problem };
      return { path: ofDebian, problem: problemThere };
    }),
  );
}

/** The folders that files lie in, each once. */
export function foldersOf(files: readonly CachedFile[]): string {
  return [...new Set(files.map(({ path }) => dirname(path)))].join(' and ');
}

const notThere = 'it is not there';

async function problemOf(
  path: string,
  look: (bytes: Uint8Array) => string | undefined | Promise<string | undefined>,
): Promise<string | undefined> {
  try {
    return await look(await readFile(path));
  } catch (error) {
    if (error instanceof DescentError) return error.problem;
    const { code, message } = error as NodeJS.ErrnoException;
    return code === 'ENOENT' || code === 'ENOTDIR' ? notThere : message;
  }
}
