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
