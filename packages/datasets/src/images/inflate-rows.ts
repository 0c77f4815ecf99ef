import { inflated } from '../formats/inflate.js';
import { damaged } from './headers/damaged.js';

/** The most bytes that one compressed byte can become: 258 of them from two bits. */
const mostGrowth = 1032;

/** Options of {@link inflateRows}. */
export interface RowsOptions {
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
export async function inflateRows(
  parts: readonly Uint8Array[],
  { size, name, partial }: RowsOptions,
): Promise<Uint8Array> {
  const compressed = parts.reduce((sum, part) => sum + part.length, 0);
  if (compressed * mostGrowth < size && !partial)
    throw damaged(name, `${compressed} compressed bytes cannot become the ${size} of its pixels`);
  const whole = new Uint8Array(size);
  let at = 0;
  const chunks = partial ? inflatedSoFar(parts) : inflated(parts, { format: 'deflate', limit: size, name });
  try {
    for await (const chunk of chunks) {
      const room = size - at;
      whole.set(chunk.subarray(0, room), at);
      at += Math.min(chunk.length, room);
      if (at === size && partial) break;
    }
  } catch (error) {
    // What came before the damage is what there is.
    if (!partial) throw error;
  }
  if (at < size && !partial) throw damaged(name, `decompresses to ${at} of ${size} bytes`);
  return whole;
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
