import { type FileHandle, open } from 'node:fs/promises';
import { DataError } from '@descent/core';
import type { RandomAccess } from './random-access.js';

/** A file on disk, as {@link openBytes} says. */
export async function openFile(path: string): Promise<RandomAccess> {
  const handle = await open(path).catch((error: Error) => {
    throw unreadable(path, error);
  });
  try {
    const found = await handle.stat();
    if (!found.isFile()) throw new Error('it is no file');
    return onDisk(path, handle, found.size);
  } catch (error) {
    await handle.close();
    throw unreadable(path, error as Error);
  }
}

function onDisk(name: string, handle: FileHandle, size: number): RandomAccess {
  let closed: Promise<void> | undefined;
  return {
    name,
    size,
    async read(start, end, signal) {
      signal?.throwIfAborted();
      const bytes = new Uint8Array(end - start);
      try {
        for (let at = 0; at < bytes.length; ) {
          const { bytesRead } = await handle.read(bytes, at, bytes.length - at, start + at);
          if (bytesRead === 0) return bytes.subarray(0, at);
          at += bytesRead;
        }
      } catch (error) {
        throw unreadable(name, error as Error);
      }
      signal?.throwIfAborted();
      return bytes;
    },
    close() {
      closed ??= handle.close();
      return closed;
    },
  };
}

function unreadable(path: string, cause: Error): DataError {
  return new DataError(`openBytes: cannot read ${path}: ${cause.message}`, {
    code: 'E_IO',
    cause,
    fix: 'look at the path and its permissions',
  });
}
