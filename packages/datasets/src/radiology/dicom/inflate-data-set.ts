import { FormatError, showBytes } from '@descent/core';

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
      return await inflate(bytes.subarray(0, bytes.length - surplus), mostBytes, name);
    } catch (error) {
      if (isLimit(error)) throw error;
      first ??= error;
    }
  }
  throw first;
}

/** Some writers leave the checksum and the length of gzip at the end. */
const gzipTrailer = 8;

async function inflate(bytes: Uint8Array, mostBytes: number, name: string): Promise<Uint8Array> {
  const stream = new Blob([bytes as BlobPart]).stream().pipeThrough(new DecompressionStream('deflate-raw'));
  const parts: Uint8Array[] = [];
  let size = 0;
  try {
    const reader = stream.getReader();
    for (let next = await reader.read(); !next.done; next = await reader.read()) {
      size += next.value.length;
      if (size > mostBytes) {
        await reader.cancel();
        throw new FormatError(`${name}: decompresses to more than the ${showBytes(mostBytes)} allowed`, {
          code: 'E_LIMIT',
          fix: 'raise mostBytes, if the file is to be trusted',
        });
      }
      parts.push(next.value);
    }
  } catch (error) {
    if (isLimit(error)) throw error;
    throw new FormatError(`${name}: the compressed data set is damaged or cut short`, {
      fix: 'fetch the file again',
      cause: error,
    });
  }
  const whole = new Uint8Array(size);
  let at = 0;
  for (const part of parts) {
    whole.set(part, at);
    at += part.length;
  }
  return whole;
}

function isLimit(error: unknown): boolean {
  return error instanceof FormatError && error.code === 'E_LIMIT';
}
