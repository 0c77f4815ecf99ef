import { join } from 'node:path';
import { official } from '../fashion-mnist/origin.js';
import { cacheFolder } from '../sources/cache-folder.js';
import { hashOfFile } from '../sources/hash-of-file.js';

/** A file that a dataset is made of. */
export interface CachedFile {
  readonly path: string;
  /** What is wrong with it; undefined where its checksum is right. */
  readonly problem: string | undefined;
}

/** The files of Fashion-MNIST in the cache, against the checksums that its authors publish. */
export async function cachedFiles(): Promise<readonly CachedFile[]> {
  return Promise.all(
    Object.entries(official).map(async ([name, { checksum }]) => {
      const path = join(cacheFolder('fashion-mnist'), `${name}.gz`);
      try {
        const hex = await hashOfFile(path, checksum.algorithm);
        const isRight = hex === checksum.hex;
        return {
          path,
          problem: isRight ? undefined : `its ${checksum.algorithm} is ${hex}, expected ${checksum.hex}`,
        };
      } catch (error) {
        const { code, message } = error as NodeJS.ErrnoException;
        return { path, problem: code === 'ENOENT' ? 'it is not there' : message };
      }
    }),
  );
}
