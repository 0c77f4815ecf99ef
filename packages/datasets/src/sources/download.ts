import { createHash } from 'node:crypto';
import { createReadStream } from 'node:fs';
import { mkdir, open, stat } from 'node:fs/promises';
import { dirname } from 'node:path';
import { DataError } from '@descent/core';
import { withFileLock } from './file-lock.js';
import { PartialFile } from './partial-file.js';
import { lookAtConnection, PassingFailure } from './passing-failure.js';
import { pause } from './pause.js';
import { type Answer, request } from './request.js';

/** How far a download is. */
export interface DownloadProgress {
  /** The address that is fetched. */
  readonly url: string;
  /** Bytes that are there, those of an earlier attempt included. */
  readonly received: number;
  /** Bytes in all, when the server says. */
  readonly total: number | undefined;
}

/** What a file's bytes must hash to. */
export interface Checksum {
  readonly algorithm: 'sha256' | 'md5';
  readonly hex: string;
}

/** Options of {@link download}. */
export interface DownloadOptions {
  /** Default: what has come is taken as it is. */
  readonly checksum?: Checksum;
  /** The largest file that is accepted. Default 1 GiB. */
  readonly maxBytes?: number;
  /** Stops the download. */
  readonly signal?: AbortSignal | undefined;
  /** Called whenever bytes have come. */
  readonly onProgress?: ((progress: DownloadProgress) => void) | undefined;
  /** How often to try again after a failure that may pass. Default 4. */
  readonly retries?: number;
  /** Milliseconds to wait before the first of these; doubled each time, unless the server says. Default 500. */
  readonly backoff?: number;
  /** Milliseconds without a byte before an attempt is given up. Default 30,000. */
  readonly stallTimeout?: number;
}

const wrongFile = 'the server gave another file: try again, or get the file another way';

/** A file that has come whole, not checked yet. */
interface Arrival {
  readonly file: string;
  /** Whether a part of it is from an earlier attempt. */
  readonly isResumed: boolean;
}

/**
 * Fetches a file to `path`, unless it is there. An interrupted download goes on where it stopped, as long as the
 * server still has the same file; the file appears under its name only when it is complete and its checksum is
 * right. Several processes may ask for the same file at once: one fetches it, the others wait.
 *
 * @throws DataError E_IO when it cannot be had or written or its checksum is wrong, E_LIMIT when it is too large,
 * E_UNSAFE when an encrypted address leads to one that is not
 * @throws the signal's reason when it is aborted; what has come is kept for the next time
 */
export async function download(url: URL, path: string, options: DownloadOptions = {}): Promise<void> {
  try {
    await mkdir(dirname(path), { recursive: true });
    await withFileLock(
      path,
      () => exists(path),
      () => attempts(url, path, options),
      { signal: options.signal },
    );
  } catch (error) {
    throw isDiskError(error) ? failureOfDisk(url, error) : error;
  }
}

async function attempts(url: URL, path: string, options: DownloadOptions): Promise<void> {
  const { retries = 4, backoff = 500, signal } = options;
  const partial = new PartialFile(path);
  for (let attempt = 0; ; attempt++) {
    try {
      const arrival = await fetchOnce(url, partial, options);
      await verify(url, arrival, partial, options.checksum);
      return await partial.finish(arrival.file, path);
    } catch (error) {
      signal?.throwIfAborted();
      if (!(error instanceof PassingFailure)) throw error;
      if (attempt >= retries) throw failureToArrive(url, error, attempt + 1);
      await pause(error.wait ?? backoff * 2 ** attempt, signal);
    }
  }
}

/** One request: fetches what the partial file lacks, or all of it. */
async function fetchOnce(url: URL, partial: PartialFile, options: DownloadOptions): Promise<Arrival> {
  const { maxBytes = 2 ** 30, signal, onProgress, stallTimeout = 30_000 } = options;
  const connection = new AbortController();
  const timer = setTimeout(
    () => connection.abort(new PassingFailure(`no byte came for ${stallTimeout / 1000} s`, lookAtConnection)),
    stallTimeout,
  );
  const onBytes = (received: number, total: number | undefined): void => {
    if (received > maxBytes) throw tooLarge(url, maxBytes);
    timer.refresh();
    onProgress?.({ url: url.href, received, total });
  };
  try {
    const begun = await partial.read();
    const stop = signal ? AbortSignal.any([signal, connection.signal]) : connection.signal;
    const answer = await request(url, begun, stop);
    if (answer.total !== undefined && answer.total > maxBytes) throw tooLarge(url, maxBytes);
    if (answer.kind === 'nothing') return { file: partial.part, isResumed: true };
    if (answer.kind === 'other') {
      await partial.forget(partial.part);
      throw new PassingFailure('the server has another file than the one that was begun', wrongFile, 0);
    }
    const transfer = { answer, partial, onBytes };
    if (answer.kind === 'rest') {
      await receive(transfer, partial.part, begun.size);
      return { file: partial.part, isResumed: true };
    }
    const file = begun.size > 0 ? await receiveFresh(transfer) : await receiveFirst(transfer);
    return { file, isResumed: false };
  } finally {
    clearTimeout(timer);
    connection.abort();
  }
}

interface Transfer {
  readonly answer: Answer;
  readonly partial: PartialFile;
  readonly onBytes: (received: number, total: number | undefined) => void;
}

async function receiveFirst(transfer: Transfer): Promise<string> {
  await transfer.partial.begin(transfer.answer.tag);
  await receive(transfer, transfer.partial.part, 0);
  return transfer.partial.part;
}

/** What was begun is kept as long as this may be an error page: until it is whole, or is cut and has a tag. */
async function receiveFresh(transfer: Transfer): Promise<string> {
  const { answer, partial } = transfer;
  try {
    await receive(transfer, partial.fresh, 0);
    return partial.fresh;
  } catch (error) {
    if (answer.tag && !(error instanceof DataError)) await partial.adoptFresh(answer.tag);
    else await partial.forget(partial.fresh);
    throw error;
  }
}

/** Appends to `file`, which has `start` bytes; removes it when it becomes too large. */
async function receive({ answer, partial, onBytes }: Transfer, file: string, start: number): Promise<void> {
  let received = start;
  const handle = await open(file, start > 0 ? 'a' : 'w');
  try {
    for await (const chunk of answer.bytes) {
      received += chunk.length;
      onBytes(received, answer.total);
      await handle.appendFile(chunk);
    }
    await handle.sync();
  } catch (error) {
    if (error instanceof DataError) await partial.forget(file);
    throw error;
  } finally {
    await handle.close();
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
  partial: PartialFile,
  checksum: Checksum | undefined,
): Promise<void> {
  if (!checksum) return;
  const hash = createHash(checksum.algorithm);
  for await (const chunk of createReadStream(file)) hash.update(chunk as Buffer);
  const actual = hash.digest('hex');
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

function failureToArrive(url: URL, cause: PassingFailure, attemptCount: number): DataError {
  const tries = attemptCount === 1 ? '' : ` (${attemptCount} attempts)`;
  return new DataError(`download: ${url.href}: ${cause.message}${tries}`, {
    code: 'E_IO',
    cause,
    fix: cause.fix,
  });
}

function failureOfDisk(url: URL, cause: Error): DataError {
  return new DataError(`download: ${url.href}: it cannot be written: ${cause.message}`, {
    code: 'E_IO',
    cause,
    fix: 'make room, or name another folder in the environment variable DESCENT_CACHE_DIR',
  });
}

function isDiskError(error: unknown): error is Error {
  return error instanceof Error && 'syscall' in error;
}

function tooLarge(url: URL, maxBytes: number): DataError {
  return new DataError(`download: ${url.href} is larger than the ${maxBytes} bytes it may have`, {
    code: 'E_LIMIT',
    fix: 'look at the address: it is not the file that is expected',
  });
}

async function exists(path: string): Promise<boolean> {
  return stat(path).then(
    (found) => found.isFile(),
    () => false,
  );
}
