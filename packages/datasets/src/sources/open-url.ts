import { DataError } from '@descent/core';
import { checkedOptions, type Kinds } from '../options/checked-options.js';
import * as kinds from '../options/kinds.js';
import { bodyOf, strongTag } from './body.js';
import { lookAtConnection, PassingFailure } from './passing-failure.js';
import type { RandomAccess } from './random-access.js';
import { refusal } from './refusal.js';
import { type RetryOptions, retryKinds, withRetries } from './retries.js';
import { safeFetch } from './safe-fetch.js';

/** Options of {@link openUrl}. */
export interface UrlOptions extends RetryOptions {
  /** A token for the host of the address; it is sent to no other. */
  readonly token?: string | undefined;
}

/**
 * A file on a server, of which parts are fetched when they are asked for; nothing is kept. It must stay as it is.
 *
 * @throws ValueError for what is no address; DataError E_IO when it cannot be had, or has changed since it was opened; E_UNSUPPORTED when the server gives
 * no parts of files; E_UNSAFE for addresses that are, or lead to, none on the web
 * @throws the signal's reason when it is aborted
 * @example
 * const source = await openZip(await openUrl(new URL('https://example.org/pets.zip')));
 * const bytes = await source.read('cats/1.jpg'); // two small requests
 */
export async function openUrl(address: string | URL, options: UrlOptions = {}): Promise<RandomAccess> {
  checkedOptions('openUrl', options, urlKinds());
  return openAddress(urlOf('openUrl', address), options);
}

/** @throws ValueError for what is no address */
export function urlOf(op: string, address: string | URL): URL {
  kinds.address(op, 'the address', address);
  return new URL(address);
}

/** What its options may be. */
export function urlKinds(): Kinds<UrlOptions> {
  return { ...retryKinds(), token: kinds.text };
}

/** As {@link openUrl}, of options that are checked already. */
export async function openAddress(url: URL, options: UrlOptions): Promise<RandomAccess> {
  const first = await fetchRange(url, 0, 1, options);
  return {
    name: url.href,
    size: first.total,
    async read(start, end, signal) {
      signal?.throwIfAborted();
      if (start === end) return new Uint8Array(0);
      const stop =
        signal && options.signal ? AbortSignal.any([signal, options.signal]) : (signal ?? options.signal);
      const part = await fetchRange(url, start, end, { ...options, signal: stop });
      if (part.total === first.total && part.tag === first.tag) return part.bytes;
      throw new DataError(`openUrl: ${url.href} has changed since it was opened`, {
        code: 'E_IO',
        fix: 'open it again, or fetch it as a whole: fetchFile',
      });
    },
    close: async () => undefined,
  };
}

interface Part {
  readonly bytes: Uint8Array;
  /** Bytes of the whole file. */
  readonly total: number;
  readonly tag: string;
}

/** The bytes from `start` to before `end`, or to the end of the file. */
function fetchRange(url: URL, start: number, end: number, options: UrlOptions): Promise<Part> {
  const headers = { 'Accept-Encoding': 'identity', Range: `bytes=${start}-${end - 1}` };
  return withRetries(url, options, async ({ signal, isAlive }) => {
    const response = await safeFetch(url, { headers, token: options.token, signal });
    const range = response.headers.get('content-range') ?? '';
    const tag = strongTag(response);
    if (response.status === 416 && range === 'bytes */0') return { bytes: new Uint8Array(0), total: 0, tag };
    if (response.status === 200) throw noParts(url);
    if (response.status !== 206) throw refusal(url, response);
    const [, from, to, whole] = /^bytes (\d+)-(\d+)\/(\d+)$/.exec(range) ?? [];
    const total = Number(whole);
    const last = Math.min(end, total) - 1;
    if (Number(from) !== start || Number(to) !== last) throw noParts(url);
    const bytes = new Uint8Array(last + 1 - start);
    let at = 0;
    for await (const chunk of bodyOf(response)) {
      isAlive();
      if (at + chunk.length > bytes.length)
        throw new PassingFailure('more bytes came than were asked for', lookAtConnection);
      bytes.set(chunk, at);
      at += chunk.length;
    }
    if (at < bytes.length)
      throw new PassingFailure(`the connection ended at ${at} of ${bytes.length} bytes`, lookAtConnection);
    return { bytes, total, tag };
  });
}

function noParts(url: URL): DataError {
  return new DataError(
    `openUrl: ${url.href}: the server does not give parts of files, or does not let pages see them`,
    {
      code: 'E_UNSUPPORTED',
      fix: 'fetch it as a whole: fetchFile',
    },
  );
}
