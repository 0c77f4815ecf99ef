import { DataError } from '@descent/core';
import { bodyOf } from '../sources/body.js';
import type { UrlOptions } from '../sources/open-url.js';
import { refusal } from '../sources/refusal.js';
import { withRetries } from '../sources/retries.js';
import { safeFetch } from '../sources/safe-fetch.js';

/** The largest answer that is read. */
const largest = 2 ** 25;

/** An answer of a service. */
export interface JsonAnswer {
  readonly value: unknown;
  /** Where the next part of it is, if it comes in parts. */
  readonly next: URL | undefined;
}

/**
 * Asks a service.
 *
 * @throws DataError E_IO when it refuses or answers with something else, E_LIMIT when the answer is too large
 * @throws the signal's reason when it is aborted
 */
export function fetchJson(url: URL, options: UrlOptions): Promise<JsonAnswer> {
  return withRetries(url, options, async ({ signal, isAlive }) => {
    const headers = { Accept: 'application/json' };
    const response = await safeFetch(url, { headers, token: options.token, signal });
    if (response.status !== 200) throw refusal(url, response);
    const decoder = new TextDecoder();
    let text = '';
    for await (const chunk of bodyOf(response)) {
      isAlive();
      text += decoder.decode(chunk, { stream: true });
      if (text.length > largest)
        throw new DataError(`download: ${url.href}: too long an answer`, { code: 'E_LIMIT' });
    }
    try {
      return { value: JSON.parse(text) as unknown, next: nextOf(url, response) };
    } catch (cause) {
      throw new DataError(`download: ${url.href}: the server answered with something that is no JSON`, {
        code: 'E_IO',
        cause,
        fix: 'look at the address: it may lead to a page',
      });
    }
  });
}

/** The header that leads through answers in parts (RFC 8288). */
function nextOf(url: URL, response: Response): URL | undefined {
  const target = /<([^>]*)>\s*;[^,]*rel="?next"?/.exec(response.headers.get('link') ?? '')?.[1];
  return target !== undefined && URL.canParse(target, url) ? new URL(target, url) : undefined;
}
