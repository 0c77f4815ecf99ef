import { FormatError } from '@descent/core';
import { inflated, joined } from './inflate.js';

/** True for bytes that begin as a gzip file does. */
export function isGzip(bytes: Uint8Array): boolean {
  return bytes[0] === 0x1f && bytes[1] === 0x8b;
}

/**
 * Decompresses a gzip file of one member.
 *
 * @param limit - the most bytes that may come out
 * @throws FormatError when it is no gzip file, damaged, cut short or followed by more, or when it gives more than
 * `limit` bytes (E_LIMIT)
 */
export async function gunzip(
  bytes: Uint8Array,
  limit: number,
  name = 'gzip file',
  signal?: AbortSignal,
): Promise<Uint8Array> {
  if (!isGzip(bytes)) throw new FormatError(`${name}: not a gzip file: it does not begin with 1f 8b`);
  return joined(inflated([bytes], { format: 'gzip', limit, name, signal }));
}

/**
 * Bytes as they are, or, where they begin as a gzip file does, what is in it.
 * @throws FormatError as {@link gunzip}
 */
export async function unpacked(
  bytes: Uint8Array,
  limit: number,
  name: string,
  signal?: AbortSignal,
): Promise<Uint8Array> {
  return isGzip(bytes) ? gunzip(bytes, limit, name, signal) : bytes;
}
