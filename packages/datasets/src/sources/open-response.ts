import { DataError, DescentError } from '@descent/core';
import { safeFetch } from './safe-fetch.js';

/**
 * A server's answer, whatever its status, for what is read once and from its beginning; `fetchFile` keeps files and
 * tries again. Where a server leads on to is looked at, as everywhere here.
 *
 * @throws DataError E_IO when the connection fails, E_UNSAFE for addresses that are, or lead to, none on the web
 * @throws the signal's reason when it is aborted
 * @example await (await openResponse(new URL('https://example.org/model.json'))).json()
 */
export async function openResponse(url: URL, signal?: AbortSignal): Promise<Response> {
  try {
    return await safeFetch(url, { headers: {}, signal });
  } catch (cause) {
    signal?.throwIfAborted();
    if (cause instanceof DescentError) throw cause;
    throw new DataError(`${url.origin}${url.pathname}: cannot be fetched: ${(cause as Error).message}`, {
      code: 'E_IO',
      cause,
      fix: 'look at the connection and try again',
    });
  }
}
