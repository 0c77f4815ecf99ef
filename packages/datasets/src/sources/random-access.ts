import { DataError, FormatError } from '@descent/core';

/**
 * Bytes of which any part can be read without the rest: those of a file on disk, a Blob, a file on a server.
 * {@link openBytes} and {@link openUrl} make them.
 */
export interface RandomAccess {
  /** What messages call it. */
  readonly name: string;
  /** Bytes in all. */
  readonly size: number;
  /**
   * The bytes from `start` to before `end`, which lie within; the caller's to keep and change.
   *
   * @throws DataError E_IO when they cannot be had
   * @throws the signal's reason when it is aborted
   */
  read(start: number, end: number, signal?: AbortSignal): Promise<Uint8Array>;
  /** Lets go of what is open. */
  close(): Promise<void>;
}

/** What can be opened: a path (Node only), bytes, a Blob or File. */
export type Openable = string | Uint8Array | Blob;

/**
 * Opens a file on disk (Node only), bytes, or a Blob.
 *
 * @param name - for messages; default: the path or the File's name
 * @throws DataError E_IO when it cannot be opened
 * @example
 * const bytes = await openBytes('pets.zip');
 * await bytes.read(0, 4); // Uint8Array [80, 75, 3, 4]
 */
export async function openBytes(from: Openable, name?: string): Promise<RandomAccess> {
  if (typeof from === 'string') {
    const { openFile } = await import('#disk');
    return openFile(from);
  }
  return from instanceof Uint8Array ? inMemory(from, name ?? 'bytes') : inBlob(from, name);
}

/** Opens what is not open yet. */
export async function asRandomAccess(from: Openable | RandomAccess): Promise<RandomAccess> {
  return typeof from === 'object' && 'read' in from ? from : openBytes(from as Openable);
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

function inBlob(blob: Blob, name = 'name' in blob ? String(blob.name) : 'Blob'): RandomAccess {
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

/**
 * Reads, of what says where to itself.
 * @throws FormatError when that is not within
 */
export async function readWithin(
  bytes: RandomAccess,
  start: number,
  end: number,
  signal?: AbortSignal,
): Promise<Uint8Array> {
  if (!(start >= 0 && end >= start && end <= bytes.size)) {
    throw new FormatError(
      `${bytes.name}: cut short or damaged: refers to bytes ${start} to ${end}, has ${bytes.size}`,
      { fix: 'fetch it again' },
    );
  }
  const found = await bytes.read(start, end, signal);
  if (found.length === end - start) return found;
  throw new DataError(`${bytes.name}: it became shorter while it was read`, { code: 'E_IO' });
}
