import { checkAddress, checkRedirect, endlessRedirects, mostRedirects } from './address.js';
import { failureOfConnection } from './passing-failure.js';

/** What is sent with a request. */
export interface SafeRequest {
  readonly headers: Readonly<Record<string, string>>;
  /** Sent along as a bearer token, to the host of the first address alone. */
  readonly token?: string | undefined;
  readonly signal?: AbortSignal | undefined;
}

/**
 * `fetch` that looks where a server sends on to. Browsers do not show that: they follow by themselves, take no
 * unencrypted address from an encrypted page, and hand no token to another host; there the end is checked.
 *
 * @throws DataError E_UNSAFE for addresses that {@link checkRedirect} refuses, and for more than ten in a row
 * @throws PassingFailure when the connection fails
 */
export async function safeFetch(url: URL, { headers, token, signal }: SafeRequest): Promise<Response> {
  checkAddress(url);
  let at = url;
  for (let count = 0; count <= mostRedirects; count++) {
    const isOwnHost = at.origin === url.origin;
    const response = await fetch(at, {
      headers: token && isOwnHost ? { ...headers, Authorization: `Bearer ${token}` } : headers,
      redirect: isBrowser ? 'follow' : 'manual',
      credentials: 'omit',
      signal: signal ?? null,
    }).catch((error: unknown) => {
      throw failureOfConnection(error);
    });
    if (isBrowser && response.redirected) checkRedirect(at, new URL(response.url));
    const location = [301, 302, 303, 307, 308].includes(response.status) && response.headers.get('location');
    if (!location) return response;
    await response.body?.cancel().catch(() => undefined);
    const next = URL.canParse(location, at) ? new URL(location, at) : undefined;
    if (!next) throw failureOfConnection(new Error('the server leads on to what is no address'));
    checkRedirect(at, next);
    at = next;
  }
  throw endlessRedirects(url);
}

/** Elsewhere a redirect can be seen. */
const isBrowser = typeof document !== 'undefined' || 'WorkerGlobalScope' in globalThis;
