import { describeValue, ValueError } from '@descent/core';
import { inBlob } from './in-blob.js';
import type { RandomAccess } from './random-access.js';

/** What can be opened: a path (Node only), bytes, a Blob or File. */
export type Openable = string | Uint8Array | ArrayBuffer | Blob;

/**
 * Opens a file on disk (Node only), bytes, or a Blob.
 *
 * @param name - for messages; default: the path or the File's name
 * @throws DataError E_IO when it cannot be opened; ValueError for anything else
 * @example
 * const bytes = await openBytes('pets.zip');
 * await bytes.read(0, 4); // Uint8Array [80, 75, 3, 4]
 */
export async function openBytes(from: Openable, name?: string): Promise<RandomAccess> {
  if (typeof from === 'string') {
    const { openFile } = await import('#disk');
    return openFile(from);
  }
  if (from instanceof Uint8Array) return inMemory(from, name ?? 'bytes');
  if (from instanceof ArrayBuffer) return inMemory(new Uint8Array(from), name ?? 'bytes');
  if (from instanceof Blob) return inBlob(from, name);
  throw new ValueError(`openBytes: expects a path, bytes or a Blob, got ${describeValue(from)}`, {
    fix: 'give the path of a file in Node, bytes, a Blob or File, or what openUrl and fetchFile give',
  });
}

/** Opens what is not open yet. */
export async function asRandomAccess(from: Openable | RandomAccess): Promise<RandomAccess> {
  return typeof from === 'object' && from !== null && 'read' in from ? from : openBytes(from as Openable);
}

function inMemory(bytes: Uint8Array, name: string): RandomAccess {
  return {
    name,
    size: bytes.length,
    async read(start, end, signal) {
      signal?.throwIfAborted();
      // A Buffer of Node would not be copied by slice.
      return new Uint8Array(bytes.subarray(start, end));
    },
    close: async () => undefined,
  };
}
