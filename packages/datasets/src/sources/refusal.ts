import { DataError } from '@descent/core';
import { PassingFailure } from './passing-failure.js';

/** The longest time, in milliseconds, that a server may ask to wait before the next attempt. */
const longestWait = 60_000;

/** The error for an answer that is none of those asked for: one that may pass, or a DataError E_IO. */
export function refusal(url: URL, response: Response): Error {
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
