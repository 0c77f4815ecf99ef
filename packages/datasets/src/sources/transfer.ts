import { DataError } from '@descent/core';
import type { Checksum } from './checksum.js';
import type { PartialFiles, PartialName } from './partial-files.js';
import { lookAtConnection, PassingFailure } from './passing-failure.js';
import { type Answer, request } from './request.js';
import { type Attempt, type RetryOptions, withRetries } from './retries.js';

/** How far a download is. */
export interface DownloadProgress {
  /** The address that is fetched. */
  readonly url: string;
  /** Bytes that are there, those of an earlier attempt included. */
  readonly received: number;
  /** Bytes in all, when the server says. */
  readonly total: number | undefined;
}

/** How a file is fetched. */
export interface TransferOptions extends RetryOptions {
  /** Default: what has come is taken as it is. */
  readonly checksum?: Checksum | undefined;
  /** The largest file that is accepted. Default 1 GiB. */
  readonly maxBytes?: number | undefined;
  /** Called whenever bytes have come. */
  readonly onProgress?: ((progress: DownloadProgress) => void) | undefined;
  /** A token for the host of the address; it is sent to no other. */
  readonly token?: string | undefined;
}

const wrongFile = 'the server gave another file: try again, or get the file another way';

/** A file that has come whole, not checked yet. */
interface Arrival {
  readonly file: PartialName;
  /** Whether a part of it is from an earlier attempt. */
  readonly isResumed: boolean;
}

/**
 * Fetches a file, checks it, and gives it its name.
 *
 * @throws DataError E_IO when it cannot be had or its checksum is wrong, E_LIMIT when it is too large, E_UNSAFE for
 * addresses that are none on the web
 * @throws the signal's reason when it is aborted; what has come is kept for the next time
 */
export function transfer(url: URL, partial: PartialFiles, options: TransferOptions): Promise<void> {
  return withRetries(url, options, async (attempt) => {
    const arrival = await fetchOnce(url, partial, options, attempt);
    await verify(url, arrival, partial, options.checksum);
    await partial.finish(arrival.file);
  });
}

/** One request: fetches what the partial file lacks, or all of it. */
async function fetchOnce(
  url: URL,
  partial: PartialFiles,
  { maxBytes = 2 ** 30, onProgress, token }: TransferOptions,
  { signal, isAlive }: Attempt,
): Promise<Arrival> {
  const onBytes = (received: number, total: number | undefined): void => {
    if (received > maxBytes) throw tooLarge(url, maxBytes);
    isAlive();
    onProgress?.({ url: url.href, received, total });
  };
  const begun = await partial.read();
  const answer = await request(url, begun, signal, token);
  if (answer.total !== undefined && answer.total > maxBytes) throw tooLarge(url, maxBytes);
  if (answer.kind === 'nothing') return { file: 'part', isResumed: true };
  if (answer.kind === 'other') {
    await partial.forget('part');
    throw new PassingFailure('the server has another file than the one that was begun', wrongFile, 0);
  }
  const coming = { answer, partial, onBytes };
  if (answer.kind === 'rest') {
    await receive(coming, 'part', begun.size);
    return { file: 'part', isResumed: true };
  }
  const file = begun.size > 0 ? await receiveFresh(coming) : await receiveFirst(coming);
  return { file, isResumed: false };
}

interface Coming {
  readonly answer: Answer;
  readonly partial: PartialFiles;
  readonly onBytes: (received: number, total: number | undefined) => void;
}

async function receiveFirst(coming: Coming): Promise<PartialName> {
  await coming.partial.begin(coming.answer.tag);
  await receive(coming, 'part', 0);
  return 'part';
}

/** What was begun is kept as long as this may be an error page: until it is whole, or is cut and has a tag. */
async function receiveFresh(coming: Coming): Promise<PartialName> {
  const { answer, partial } = coming;
  try {
    await receive(coming, 'fresh', 0);
    return 'fresh';
  } catch (error) {
    if (answer.tag && !(error instanceof DataError)) await partial.adoptFresh(answer.tag);
    else await partial.forget('fresh');
    throw error;
  }
}

/** Appends to a file that has `start` bytes; removes it when it becomes too large. */
async function receive(
  { answer, partial, onBytes }: Coming,
  file: PartialName,
  start: number,
): Promise<void> {
  let received = start;
  async function* counted(): AsyncGenerator<Uint8Array> {
    for await (const chunk of answer.bytes) {
      received += chunk.length;
      onBytes(received, answer.total);
      yield chunk;
    }
  }
  try {
    await partial.write(file, start, counted());
  } catch (error) {
    if (error instanceof DataError) await partial.forget(file);
    throw error;
  }
  if (answer.total !== undefined && received !== answer.total)
    throw new PassingFailure(
      `the connection ended at ${received} of ${answer.total} bytes`,
      lookAtConnection,
    );
}

async function verify(
  url: URL,
  { file, isResumed }: Arrival,
  partial: PartialFiles,
  checksum: Checksum | undefined,
): Promise<void> {
  if (!checksum) return;
  const actual = await partial.hash(file, checksum.algorithm);
  if (actual === checksum.hex) return;
  await partial.forget(file);
  const problem = `its ${checksum.algorithm} is ${actual}, expected ${checksum.hex}`;
  // What came earlier may be the cause: all of it is fetched again.
  if (isResumed) throw new PassingFailure(problem, wrongFile, 0);
  throw new DataError(`download: ${url.href}: ${problem}`, {
    code: 'E_IO',
    fix: wrongFile,
  });
}

function tooLarge(url: URL, maxBytes: number): DataError {
  return new DataError(`download: ${url.href} is larger than the ${maxBytes} bytes it may have`, {
    code: 'E_LIMIT',
    fix: 'look at the address: it is not the file that is expected',
  });
}
