import { DataError } from '@descent/core';
import type { FileSource } from './file-source.js';
import type { RandomAccess } from './random-access.js';

// Bundles for browsers take this in place of what reads the disk and keeps files there.
export { cachedFile } from './cached-file.browser.js';

/** @throws DataError E_IO, always */
export async function folderSource(root: string): Promise<FileSource> {
  throw noDisk('openFolder', root, 'let the user choose or drop the folder: openFiles, openDropped');
}

/** @throws DataError E_IO, always */
export async function openFile(path: string): Promise<RandomAccess> {
  throw noDisk('openBytes', path, 'give a Blob or bytes, or openUrl an address');
}

function noDisk(op: string, path: string, fix: string): DataError {
  return new DataError(`${op}: ${path} is on a disk, which a browser does not have`, { code: 'E_IO', fix });
}
