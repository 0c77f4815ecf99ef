import { DataError } from '@descent/core';
import type { FileSource } from './file-source.js';

/**
 * Bundles for browsers take this in place of what reads folders.
 * @throws DataError E_IO, always
 */
export async function folderSource(root: string): Promise<FileSource> {
  throw new DataError(`openFolder: ${root} is on a disk, which a browser does not have`, {
    code: 'E_IO',
    fix: 'let the user choose or drop the folder: openFiles, openDropped',
  });
}
