import { FormatError } from '@descent/core';
import { damaged } from './headers/damaged.js';

/** The most bytes that one compressed byte can become: 258 of them from two bits. */
const mostGrowth = 1032;

/** Options of {@link inflate}. */
export interface InflateOptions {
  /** How many bytes must come out. */
  readonly size: number;
  /** For messages. */
  readonly name: string;
  /** Take what comes out before the data is cut or damaged, and zeros after it. */
  readonly partial: boolean;
}

/**
 * Decompresses a zlib stream of known size; it stops as soon as more comes out.
 *
 * @param parts - the stream, in order
 * @throws FormatError for damaged data and for less than `size` bytes, unless partial; E_LIMIT for more
 */
export async function inflate(
  parts: readonly Uint8Array[],
  { size, name, partial }: InflateOptions,
): Promise<Uint8Array> {
  const compressed = parts.reduce((sum, part) => sum + part.length, 0);
  if (compressed * mostGrowth < size && !partial)
    throw damaged(name, `${compressed} compressed bytes cannot become the ${size} of its pixels`);
  const whole = new Uint8Array(size);
  let at = 0;
  const chunks = partial ? inflatedSoFar(parts) : inflated(parts);
  try {
    for await (const chunk of chunks) {
      if (at + chunk.length > size) {
        throw new FormatError(`${name}: decompresses to more than the ${size} bytes that its size says`, {
          code: 'E_LIMIT',
          fix: 'leave it out: it may be made to fill the memory',
        });
      }
      whole.set(chunk, at);
      at += chunk.length;
    }
  } catch (cause) {
    if (cause instanceof FormatError) throw cause;
    if (!partial)
      throw new FormatError(`${name}: the compressed data is damaged or cut short`, {
        fix: 'fetch the file again, or leave it out',
        cause,
      });
  }
  if (at < size && !partial) throw damaged(name, `decompresses to ${at} of ${size} bytes`);
  return whole;
}

async function* inflated(parts: readonly Uint8Array[]): AsyncGenerator<Uint8Array> {
  const stream = new Blob([...parts] as BlobPart[]).stream().pipeThrough(new DecompressionStream('deflate'));
  const reader = stream.getReader();
  try {
    for (let next = await reader.read(); !next.done; next = await reader.read()) yield next.value;
  } finally {
    await reader.cancel().catch(() => undefined);
  }
}

/** The end of the data is never told, since a stream that is found to be cut short throws away what waits in it. */
async function* inflatedSoFar(parts: readonly Uint8Array[]): AsyncGenerator<Uint8Array> {
  const { readable, writable } = new DecompressionStream('deflate');
  const [reader, writer] = [readable.getReader(), writable.getWriter()];
  let isWritten = false;
  const writing = (async () => {
    for (const part of parts)
      for (let at = 0; at < part.length; at += sliceSize)
        await writer.write(part.subarray(at, at + sliceSize) as Uint8Array<ArrayBuffer>);
    isWritten = true;
  })().catch(() => undefined);
  try {
    for (;;) {
      const coming = reader.read();
      coming.catch(() => undefined);
      if (!isWritten) await Promise.race([coming, writing]);
      const next = await Promise.race([coming, grace()]);
      if (!next || next.done) return;
      yield next.value;
    }
  } finally {
    await Promise.allSettled([reader.cancel(), writer.abort()]);
  }
}

/** Bytes that are handed over at once. */
const sliceSize = 4096;

/** How long nothing may come, after all was handed over, until that was all. */
function grace(): Promise<undefined> {
  return new Promise((resolve) => setTimeout(() => resolve(undefined), 50));
}
