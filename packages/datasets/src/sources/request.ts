import { bodyOf, strongTag } from './body.js';
import type { Partial } from './partial-files.js';
import { refusal } from './refusal.js';
import { safeFetch } from './safe-fetch.js';

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
 * @throws DataError E_IO for an answer such as 404, E_UNSAFE for an address that is, or leads to, none on the web
 */
export async function request(
  url: URL,
  partial: Partial,
  signal: AbortSignal,
  token?: string,
): Promise<Answer> {
  // Bytes that are compressed on the way could not be counted or gone on from.
  const headers: Record<string, string> = { 'Accept-Encoding': 'identity' };
  if (partial.size > 0) {
    headers.Range = `bytes=${partial.size}-`;
    headers['If-Range'] = partial.tag;
  }
  const response = await safeFetch(url, { headers, token, signal });
  // Of another origin's answer a page does not see whether it is compressed.
  const isEncoded = response.headers.has('content-encoding') || response.type === 'cors';
  const tag = isEncoded ? '' : strongTag(response);
  const bytes = bodyOf(response);
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

function numberOf(text: string | undefined): number | undefined {
  return text === undefined || text === '*' ? undefined : Number(text);
}
