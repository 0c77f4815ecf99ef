import { FormatError } from '@descent/core';

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
export async function gunzip(bytes: Uint8Array, limit: number, name = 'gzip file'): Promise<Uint8Array> {
  if (!isGzip(bytes)) throw new FormatError(`${name}: not a gzip file: it does not begin with 1f 8b`);
  const stream = new Blob([bytes as BlobPart]).stream().pipeThrough(new DecompressionStream('gzip'));
  const reader = stream.getReader();
  const parts: Uint8Array[] = [];
  let size = 0;
  try {
    for (let next = await reader.read(); !next.done; next = await reader.read()) {
      size += next.value.length;
      if (size > limit) {
        await reader.cancel();
        throw new FormatError(`${name}: decompresses to more than the ${limit} bytes it may have`, {
          code: 'E_LIMIT',
          fix: 'look where it comes from: it is not the file that is expected',
        });
      }
      parts.push(next.value);
    }
  } catch (cause) {
    if (cause instanceof FormatError) throw cause;
    throw new FormatError(
      `${name}: the compressed data is damaged, cut short, or followed by something else`,
      {
        cause,
        fix: 'delete the file and fetch it again',
      },
    );
  }
  const whole = new Uint8Array(size);
  let at = 0;
  for (const part of parts) {
    whole.set(part, at);
    at += part.length;
  }
  return whole;
}
