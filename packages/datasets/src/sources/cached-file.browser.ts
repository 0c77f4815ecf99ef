import { DataError } from '@descent/core';
import type { Checksum } from './checksum.js';
import type { CachedFile } from './fetch-file.js';
import { hashOfBlob } from './hash-of-blob.js';
import { inBlob } from './in-blob.js';
import { fileIn, PartialFilesInBrowser } from './partial-files-in-browser.js';
import { type TransferOptions, transfer } from './transfer.js';

/** As {@link fetchFile} says, among the browser's own files. */
export async function cachedFile(
  url: URL,
  folder: string,
  fileName: string,
  options: TransferOptions,
): Promise<CachedFile> {
  const { checksum, signal } = options;
  if (globalThis.navigator?.storage?.getDirectory === undefined) {
    throw new DataError('fetchFile: this page has no files', {
      code: 'E_UNSUPPORTED',
      fix: 'serve it from https, or from localhost',
    });
  }
  try {
    const directory = await cacheDirectory(folder);
    // One tab at a time fetches a file; the others find it.
    return await navigator.locks.request(
      `descent: ${folder}/${fileName}`,
      signal ? { signal } : {},
      async () => {
        const held = await rightFile(directory, fileName, checksum);
        if (held) return inBlob(held);
        await transfer(url, new PartialFilesInBrowser(directory, fileName), options);
        return inBlob((await fileIn(directory, fileName)) as File);
      },
    );
  } catch (error) {
    signal?.throwIfAborted();
    throw error instanceof DOMException ? failureToStore(url, error) : error;
  }
}

async function cacheDirectory(folder: string): Promise<FileSystemDirectoryHandle> {
  const root = await navigator.storage.getDirectory();
  const caches = await root.getDirectoryHandle('descent-cache', { create: true });
  return caches.getDirectoryHandle(folder, { create: true });
}

async function rightFile(
  directory: FileSystemDirectoryHandle,
  name: string,
  checksum: Checksum | undefined,
): Promise<File | undefined> {
  const found = await fileIn(directory, name);
  if (!found || !checksum) return found;
  return (await hashOfBlob(found, checksum.algorithm)) === checksum.hex ? found : undefined;
}

function failureToStore(url: URL, cause: DOMException): DataError {
  return new DataError(`download: ${url.href}: it cannot be stored: ${cause.name}: ${cause.message}`, {
    code: 'E_IO',
    cause,
    fix: 'make room in the browser, or leave private browsing',
  });
}
