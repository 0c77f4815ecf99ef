import { DataError } from '@descent/core';
import type { RandomAccess } from './random-access.js';

/** A Blob or File, of which parts are read when they are asked for. */
export function inBlob(blob: Blob, name = 'name' in blob ? String(blob.name) : 'Blob'): RandomAccess {
  return {
    name,
    size: blob.size,
    async read(start, end, signal) {
      signal?.throwIfAborted();
      try {
        return new Uint8Array(await blob.slice(start, end).arrayBuffer());
      } catch (cause) {
        throw new DataError(`${name}: it cannot be read: ${(cause as Error).message}`, {
          code: 'E_IO',
          cause,
          fix: 'choose the file again: it may have been changed or removed',
        });
      }
    },
    close: async () => undefined,
  };
}
