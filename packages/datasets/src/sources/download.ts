import { createHash } from 'node:crypto';
import { createReadStream } from 'node:fs';
import { type FileHandle, open, readFile, rename, rm, stat, writeFile } from 'node:fs/promises';
import { setTimeout as sleep } from 'node:timers/promises';
import { DataError, DescentError } from '@descent/core';
import { withFileLock } from './file-lock.js';

/** How far a download is. */
export interface DownloadProgress {
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
  readonly checksum?: Checksum;
  /** The largest file that is accepted. Default 1 GiB. */
  readonly maxBytes?: number;
  readonly signal?: AbortSignal | undefined;
  readonly onProgress?: ((progress: DownloadProgress) => void) | undefined;
  /** How often to try again after a failure that may pass. Default 4. */
  readonly retries?: number;
  /** Milliseconds to wait before the first of these; doubled each time. Default 500. */
  readonly backoff?: number;
  /** Milliseconds without a byte before an attempt is given up. Default 30,000. */
  readonly stallTimeout?: number;
}

/** A failure that may pass: the attempt is repeated. */
class Passing extends Error {}

/**
 * Fetches a file to `path`. An interrupted download goes on where it stopped, as long as the server still has the
 * same file; the file appears under its name only when it is complete and its checksum is right. Several processes
 * may ask for the same file at once: one fetches it, the others wait.
 *
 * @throws DataError E_IO when it cannot be had or its checksum is wrong, E_LIMIT when it is too large
 * @throws the signal's reason when it is aborted; what has come is kept for the next time
 */
export async function download(url: URL, path: string, options: DownloadOptions = {}): Promise<void> {
  if (await exists(path)) return;
  await withFileLock(
    path,
    () => exists(path),
    () => attempts(url, path, options),
    options.signal,
  );
}

async function attempts(url: URL, path: string, options: DownloadOptions): Promise<void> {
  const { retries = 4, backoff = 500, signal } = options;
  for (let attempt = 0; ; attempt++) {
    try {
      await fetchOnce(url, `${path}.part`, options);
      await verify(url, `${path}.part`, options.checksum);
      return await rename(`${path}.part`, path);
    } catch (error) {
      signal?.throwIfAborted();
      if (!(error instanceof Passing) || attempt >= retries) throw failure(url, error, attempt + 1);
      await sleep(backoff * 2 ** attempt, undefined, { signal });
    }
  }
}

function failure(url: URL, error: unknown, attemptCount: number): Error {
  if (error instanceof DescentError) return error;
  const tries = attemptCount === 1 ? '' : ` after ${attemptCount} attempts`;
  return new DataError(`download: ${url.href}: ${(error as Error).message}${tries}`, {
    code: 'E_IO',
    cause: error,
    fix: 'look at the connection and try again: what has come is kept',
  });
}

/** Appends to the partial file what is missing. */
async function fetchOnce(url: URL, part: string, options: DownloadOptions): Promise<void> {
  const { maxBytes = 2 ** 30, signal, onProgress, stallTimeout = 30_000 } = options;
  const have = await sizeOf(part);
  const tag = have > 0 ? await readFile(`${part}.etag`, 'utf8').catch(() => '') : '';
  const stall = new AbortController();
  const timer = setTimeout(() => stall.abort(), stallTimeout);
  try {
    const response = await request(
      url,
      tag && have ? { Range: `bytes=${have}-`, 'If-Range': tag } : {},
      signal,
      stall.signal,
    );
    const resumed = response.status === 206 && startsAt(response, have);
    const start = resumed ? have : 0;
    const length = response.headers.get('content-encoding')
      ? undefined
      : numberOf(response.headers.get('content-length'));
    const total = length === undefined ? undefined : start + length;
    if (total !== undefined && total > maxBytes) throw tooLarge(url, maxBytes);
    await writeFile(`${part}.etag`, strongTag(response));
    const file = await open(part, resumed ? 'a' : 'w');
    const received = await receive(response, file, start, (now) => {
      if (now > maxBytes) throw tooLarge(url, maxBytes);
      timer.refresh();
      onProgress?.({ url: url.href, received: now, total });
    });
    if (total !== undefined && received !== total)
      throw new Passing(`the connection ended at ${received} of ${total} bytes`);
  } catch (error) {
    if (error instanceof DescentError) await forget(part);
    if (stall.signal.aborted) throw new Passing(`no byte came for ${stallTimeout / 1000} s`);
    if (error instanceof DescentError || error instanceof Passing || isDiskError(error)) throw error;
    throw new Passing((error as Error).message, { cause: error });
  } finally {
    clearTimeout(timer);
  }
}

async function request(
  url: URL,
  headers: Record<string, string>,
  signal: AbortSignal | undefined,
  stall: AbortSignal,
): Promise<Response> {
  const response = await fetch(url, { headers, signal: signal ? AbortSignal.any([signal, stall]) : stall });
  if (url.protocol === 'https:' && new URL(response.url).protocol !== 'https:') {
    throw new DataError(`download: ${url.href} leads to ${response.url}, which is not encrypted`, {
      code: 'E_UNSAFE',
    });
  }
  // 416: the partial file is no part of what the server has now.
  if (response.status === 416)
    return fetch(url, { signal: signal ? AbortSignal.any([signal, stall]) : stall });
  if (response.ok) return response;
  await response.body?.cancel();
  const message = `the server answered ${response.status} ${response.statusText}`.trimEnd();
  if (response.status === 408 || response.status === 429 || response.status >= 500)
    throw new Passing(message);
  throw new DataError(`download: ${url.href}: ${message}`, { code: 'E_IO', fix: 'look at the address' });
}

async function receive(
  response: Response,
  file: FileHandle,
  start: number,
  onBytes: (received: number) => void,
): Promise<number> {
  let received = start;
  try {
    if (response.body) {
      for await (const chunk of response.body as unknown as AsyncIterable<Uint8Array>) {
        received += chunk.length;
        onBytes(received);
        await file.write(chunk);
      }
    }
    await file.sync();
    return received;
  } finally {
    await file.close();
  }
}

async function verify(url: URL, part: string, checksum: Checksum | undefined): Promise<void> {
  if (!checksum) return forgetTag(part);
  const hash = createHash(checksum.algorithm);
  for await (const chunk of createReadStream(part)) hash.update(chunk as Buffer);
  const actual = hash.digest('hex');
  if (actual === checksum.hex) return forgetTag(part);
  await forget(part);
  throw new DataError(
    `download: ${url.href}: its ${checksum.algorithm} is ${actual}, expected ${checksum.hex}`,
    {
      code: 'E_IO',
      fix: 'the server gave another file: try again, or get the file another way',
    },
  );
}

function startsAt(response: Response, offset: number): boolean {
  return response.headers.get('content-range')?.startsWith(`bytes ${offset}-`) ?? false;
}

/** A weak tag does not promise equal bytes. */
function strongTag(response: Response): string {
  const tag = response.headers.get('etag') ?? '';
  return tag.startsWith('W/') ? '' : tag;
}

function numberOf(text: string | null): number | undefined {
  return text === null ? undefined : Number(text);
}

function tooLarge(url: URL, maxBytes: number): DataError {
  return new DataError(`download: ${url.href} is larger than ${maxBytes} bytes`, { code: 'E_LIMIT' });
}

function isDiskError(error: unknown): boolean {
  return ['ENOSPC', 'EACCES', 'EROFS', 'EIO', 'EDQUOT', 'ENOENT'].includes(
    (error as NodeJS.ErrnoException).code ?? '',
  );
}

async function exists(path: string): Promise<boolean> {
  return stat(path).then(
    () => true,
    () => false,
  );
}

async function sizeOf(path: string): Promise<number> {
  return stat(path).then(
    ({ size }) => size,
    () => 0,
  );
}

async function forget(part: string): Promise<void> {
  await rm(part, { force: true });
  await forgetTag(part);
}

async function forgetTag(part: string): Promise<void> {
  await rm(`${part}.etag`, { force: true });
}
