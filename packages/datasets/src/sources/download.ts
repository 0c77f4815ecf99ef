import { mkdir, stat } from 'node:fs/promises';
import { dirname } from 'node:path';
import { DataError } from '@descent/core';
import type { Checksum } from './checksum.js';
import { withFileLock } from './file-lock.js';
import { hashOfFile } from './hash-of-file.js';
import { PartialFilesOnDisk } from './partial-files-on-disk.js';
import { type TransferOptions, transfer } from './transfer.js';

/**
 * Fetches a file to `path`, unless it is there and, where a checksum is given, right. An interrupted download goes on
 * where it stopped, as long as the server still has the same file; the file appears under its name only when it is
 * complete and its checksum is right. Several processes may ask for the same file at once: one fetches it, the others
 * wait.
 *
 * @throws DataError E_IO when it cannot be had or written or its checksum is wrong, E_LIMIT when it is too large,
 * E_UNSAFE for addresses that are, or lead to, none on the web
 * @throws the signal's reason when it is aborted; what has come is kept for the next time
 */
export async function download(url: URL, path: string, options: TransferOptions = {}): Promise<void> {
  const { checksum, signal } = options;
  const isThere = whetherThere(path, checksum);
  try {
    if (await isThere()) return signal?.throwIfAborted();
    await mkdir(dirname(path), { recursive: true });
    await withFileLock(path, isThere, () => transfer(url, new PartialFilesOnDisk(path), options), { signal });
  } catch (error) {
    throw isDiskError(error) ? failureOfDisk(url, error) : error;
  }
}

/** Whether a file is there, and right; its checksum is worked out once for each of its states. */
function whetherThere(path: string, checksum: Checksum | undefined): () => Promise<boolean> {
  let last = { state: '', isRight: false };
  return async () => {
    const found = await stat(path).catch(() => undefined);
    if (!found?.isFile()) return false;
    if (!checksum) return true;
    const state = `${found.size} ${found.mtimeMs} ${found.ino}`;
    if (state !== last.state)
      last = { state, isRight: (await hashOfFile(path, checksum.algorithm)) === checksum.hex };
    return last.isRight;
  };
}

function failureOfDisk(url: URL, cause: Error): DataError {
  return new DataError(`download: ${url.href}: it cannot be written: ${cause.message}`, {
    code: 'E_IO',
    cause,
    fix: 'make room, or name another folder in the environment variable DESCENT_CACHE_DIR',
  });
}

function isDiskError(error: unknown): error is Error {
  return error instanceof Error && 'syscall' in error;
}
