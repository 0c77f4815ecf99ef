import { DataError } from '@descent/core';
import type { Partial } from './partial-file.js';
import { failureOfConnection, PassingFailure } from './passing-failure.js';

/** The longest time, in milliseconds, that a server may ask to wait before the next attempt. */
const longestWait = 60_000;

/** A server's answer to a request for a file, or for what a partial file lacks. */
export interface Answer {
  /** 'rest' goes on where the partial file ends, 'whole' begins anew, 'nothing' says that no byte is missing. */
  readonly kind: 'rest' | 'whole' | 'nothing' | 'other';
  /** Entity tag, when it promises equal bytes. */
  readonly tag: string;
  /** Size of the whole file, when the server says. */
  readonly total: number | undefined;
  readonly bytes: AsyncIterable<Uint8Array>;
}

/**
 * Asks for a file, or for what `partial` lacks.
 *
 * @throws PassingFailure when it may work later
 * @throws DataError E_IO for an answer such as 404, E_UNSAFE for one that came unencrypted
 */
export async function request(url: URL, partial: Partial, signal: AbortSignal): Promise<Answer> {
  // Bytes that are compressed on the way could not be counted or gone on from.
  const headers: Record<string, string> = { 'Accept-Encoding': 'identity' };
  if (partial.size > 0) {
    headers.Range = `bytes=${partial.size}-`;
    headers['If-Range'] = partial.tag;
  }
  const response = await fetch(url, { headers, signal }).catch((error: unknown) => {
    throw failureOfConnection(error);
  });
  if (url.protocol === 'https:' && !response.url.startsWith('https:')) {
    throw new DataError(`download: ${url.href} leads to ${response.url}, which is not encrypted`, {
      code: 'E_UNSAFE',
      fix: 'get the file another way',
    });
  }
  const isEncoded = response.headers.has('content-encoding');
  const tag = isEncoded ? '' : strongTag(response);
  const bytes = bytesOf(response);
  if (partial.size > 0 && response.status === 206) {
    const range = /^bytes (\d+)-\d+\/(\d+|\*)$/.exec(response.headers.get('content-range') ?? '');
    const isRest = Number(range?.[1]) === partial.size && (tag || partial.tag) === partial.tag;
    return { kind: isRest ? 'rest' : 'other', tag, total: numberOf(range?.[2]), bytes };
  }
  if (partial.size > 0 && response.status === 416) {
    const total = numberOf(/^bytes \*\/(\d+)$/.exec(response.headers.get('content-range') ?? '')?.[1]);
    return { kind: total === undefined || total === partial.size ? 'nothing' : 'other', tag, total, bytes };
  }
  if (response.status === 200) {
    const length = response.headers.get('content-length') ?? undefined;
    return { kind: 'whole', tag, total: isEncoded ? undefined : numberOf(length), bytes };
  }
  throw refusal(url, response);
}

function refusal(url: URL, response: Response): Error {
  const { status, statusText } = response;
  const message = `the server answered ${status} ${statusText}`.trimEnd();
  if (status !== 408 && status !== 429 && status < 500) {
    return new DataError(`download: ${url.href}: ${message}`, {
      code: 'E_IO',
      fix: 'look at the address, or get the file another way',
    });
  }
  const wait = retryAfter(response);
  if (wait === undefined || wait <= longestWait) return new PassingFailure(message, 'try again later', wait);
  return new DataError(
    `download: ${url.href}: ${message} and asks to wait ${Math.ceil(wait / 1000)} seconds`,
    { code: 'E_IO', fix: 'try again then' },
  );
}

/** Milliseconds; the header has seconds or a date (RFC 9110, 10.2.3). */
function retryAfter(response: Response): number | undefined {
  const text = response.headers.get('retry-after') ?? '';
  const wait = /^\d+$/.test(text) ? Number(text) * 1000 : Date.parse(text) - Date.now();
  return Number.isNaN(wait) ? undefined : Math.max(0, wait);
}

async function* bytesOf(response: Response): AsyncGenerator<Uint8Array> {
  try {
    if (response.body) yield* response.body as unknown as AsyncIterable<Uint8Array>;
  } catch (error) {
    throw failureOfConnection(error);
  }
}

/** A weak tag does not promise equal bytes. */
function strongTag(response: Response): string {
  const tag = response.headers.get('etag') ?? '';
  return tag.startsWith('W/') ? '' : tag;
}

function numberOf(text: string | undefined): number | undefined {
  return text === undefined || text === '*' ? undefined : Number(text);
}
