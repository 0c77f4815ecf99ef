import { FormatError } from '@descent/core';
import { inflated, joined } from '../../formats/inflate.js';

/**
 * Decompresses what follows the header of a file that is compressed as a whole (RFC 1951), which may be filled up with a
 * zero to an even number of bytes.
 *
 * @param mostBytes - that may come out
 * @throws FormatError for damaged data; E_LIMIT for more bytes than allowed
 * @see PS3.5, annex A.5
 */
export async function inflateDataSet(
  bytes: Uint8Array,
  mostBytes: number,
  name: string,
): Promise<Uint8Array> {
  let first: unknown;
  for (const surplus of [0, 1, gzipTrailer]) {
    try {
      return await joined(
        inflated([bytes.subarray(0, bytes.length - surplus)], {
          format: 'deflate-raw',
          limit: mostBytes,
          name,
        }),
      );
    } catch (error) {
      if (isLimit(error)) throw error;
      first ??= error;
    }
  }
  throw first;
}

/** Some writers leave the checksum and the length of gzip at the end. */
const gzipTrailer = 8;

function isLimit(error: unknown): boolean {
  return error instanceof FormatError && error.code === 'E_LIMIT';
}
