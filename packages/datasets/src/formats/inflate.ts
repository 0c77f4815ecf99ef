import { FormatError } from '@descent/core';
import { joinBytes } from './join-bytes.js';

/** How bytes are decompressed. */
export interface InflateOptions {
  /** 'gzip' for files, 'deflate' for pixels of PNG, 'deflate-raw' for entries of zip archives and for DICOM. */
  readonly format: 'gzip' | 'deflate' | 'deflate-raw';
  /** The most bytes that may come out. */
  readonly limit: number;
  /** For messages. */
  readonly name: string;
  /** Ends the work. */
  readonly signal?: AbortSignal | undefined;
}

/**
 * Decompresses a stream, piece by piece; what it holds does not grow with the stream.
 *
 * @throws FormatError when it is damaged, cut short or followed by more, or gives more than `limit` bytes (E_LIMIT)
 * @throws the signal's reason when it is aborted, and what `chunks` throws
 */
export async function* inflated(
  chunks: AsyncIterable<Uint8Array> | Iterable<Uint8Array>,
  { format, limit, name, signal }: InflateOptions,
): AsyncGenerator<Uint8Array> {
  const source = failing(chunks);
  const reader = streamOf(source.chunks).pipeThrough(new DecompressionStream(format)).getReader();
  let size = 0;
  try {
    for (;;) {
      signal?.throwIfAborted();
      const next = await reader.read().catch((cause: unknown) => {
        throw source.error ?? damagedData(name, cause);
      });
      if (next.done) return;
      size += next.value.length;
      if (size > limit) throw tooMuch(name, limit);
      yield next.value;
    }
  } finally {
    await reader.cancel().catch(() => undefined);
  }
}

/** Remembers what the source throws: a stream behind it tells of it as of its own failure. */
function failing(chunks: AsyncIterable<Uint8Array> | Iterable<Uint8Array>): {
  chunks: AsyncGenerator<Uint8Array>;
  error: unknown;
} {
  const source: ReturnType<typeof failing> = { chunks: watched(), error: undefined };
  async function* watched(): AsyncGenerator<Uint8Array> {
    try {
      yield* chunks;
    } catch (error) {
      source.error = error;
      throw error;
    }
  }
  return source;
}

function streamOf(chunks: AsyncGenerator<Uint8Array>): ReadableStream<Uint8Array<ArrayBuffer>> {
  return new ReadableStream({
    async pull(controller) {
      const next = await chunks.next();
      if (next.done) controller.close();
      else controller.enqueue(next.value as Uint8Array<ArrayBuffer>);
    },
    async cancel() {
      await chunks.return(undefined);
    },
  });
}

/** The pieces as one array. */
export async function joined(chunks: AsyncIterable<Uint8Array>): Promise<Uint8Array> {
  const parts: Uint8Array[] = [];
  for await (const part of chunks) parts.push(part);
  return joinBytes(parts);
}

/** The error for data that cannot be decompressed. */
export function damagedData(name: string, cause: unknown): FormatError {
  return new FormatError(
    `${name}: the compressed data is damaged, cut short, or followed by something else`,
    {
      cause,
      fix: 'delete the file and fetch it again',
    },
  );
}

/** The error for data that decompress to more than they may. */
export function tooMuch(name: string, limit: number): FormatError {
  return new FormatError(`${name}: decompresses to more than the ${limit} bytes it may have`, {
    code: 'E_LIMIT',
    fix: 'look where it comes from: it is not the file that is expected',
  });
}
