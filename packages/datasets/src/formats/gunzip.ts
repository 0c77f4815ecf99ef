import { FormatError } from '@descent/core';

/** True for bytes that begin as a gzip file does. */
export function isGzip(bytes: Uint8Array): boolean {
  return bytes[0] === 0x1f && bytes[1] === 0x8b;
}

/**
 * Decompresses gzip.
 *
 * @param limit - the most bytes that may come out
 * @throws FormatError when it is damaged or cut short, or gives more than `limit` bytes (E_LIMIT)
 */
export async function gunzip(bytes: Uint8Array, limit: number, name = 'gzip file'): Promise<Uint8Array> {
  const stream = new Blob([bytes as BlobPart]).stream().pipeThrough(new DecompressionStream('gzip'));
  const reader = stream.getReader();
  const parts: Uint8Array[] = [];
  let size = 0;
  try {
    for (let next = await reader.read(); !next.done; next = await reader.read()) {
      size += next.value.length;
      if (size > limit) {
        await reader.cancel();
        throw new FormatError(`${name}: decompresses to more than ${limit} bytes`, { code: 'E_LIMIT' });
      }
      parts.push(next.value);
    }
  } catch (cause) {
    if (cause instanceof FormatError) throw cause;
    throw new FormatError(`${name}: the compressed data is damaged or cut short`, {
      cause,
      fix: 'fetch the file again',
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
