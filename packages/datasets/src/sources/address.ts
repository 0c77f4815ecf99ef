import { DataError } from '@descent/core';

/** The most times that a server may send on to another address. */
export const mostRedirects = 10;

/**
 * Checks an address before it is asked.
 * @throws DataError E_UNSAFE for one that is not http or https, holds a password, or is of the net's own machinery
 * (169.254.0.0/16, fe80::/10), where clouds keep keys
 */
export function checkAddress(url: URL): void {
  if (url.protocol !== 'http:' && url.protocol !== 'https:')
    throw unsafe(`${url.protocol}//… is no address on the web`);
  if (url.username || url.password)
    throw unsafe(`${bare(url)} is given with a user and a password, which others could read`);
  if (placeOf(url.hostname) === 'link') throw unsafe(`${bare(url)} is an address of this machine's own net`);
}

/**
 * Checks where a server sends on to.
 * @throws DataError E_UNSAFE as {@link checkAddress}, and for one that is not encrypted although the last was, or of a
 * private net although the last was public
 */
export function checkRedirect(from: URL, to: URL): void {
  checkAddress(to);
  if (from.protocol === 'https:' && to.protocol !== 'https:')
    throw unsafe(`${bare(from)} leads to ${bare(to)}, which is not encrypted`);
  if (placeOf(from.hostname) === 'public' && placeOf(to.hostname) !== 'public')
    throw unsafe(`${bare(from)} leads to ${bare(to)}, which is in a private net`);
}

/** The error for more than {@link mostRedirects}. */
export function endlessRedirects(url: URL): DataError {
  return unsafe(`${bare(url)} leads on more than ${mostRedirects} times`);
}

/** Without what may be secret: a password, and what follows `?`, where signatures stand. */
function bare({ origin, pathname }: URL): string {
  return origin + pathname;
}

function unsafe(problem: string): DataError {
  return new DataError(`download: ${problem}`, { code: 'E_UNSAFE', fix: 'get the file another way' });
}

/** Names are not looked up: what they stand for may be another address by the time it is used. */
function placeOf(hostname: string): 'public' | 'private' | 'link' {
  const host = hostname.replace(/^\[|\]$/g, '').replace(/\.$/, '');
  const ipv4 = numbersOf(host);
  if (ipv4) return placeOfIPv4(ipv4);
  if (/^fe[89ab][0-9a-f]:/.test(host)) return 'link';
  if (host === '::1' || host === '::' || /^f[cd][0-9a-f]{2}:/.test(host)) return 'private';
  return host === 'localhost' || host.endsWith('.localhost') ? 'private' : 'public';
}

/** URL has brought all spellings of an address to one. */
function numbersOf(host: string): readonly number[] | undefined {
  if (/^\d+\.\d+\.\d+\.\d+$/.test(host)) return host.split('.').map(Number);
  const mapped = /^::ffff:([0-9a-f]{1,4}):([0-9a-f]{1,4})$/.exec(host);
  return mapped?.slice(1).flatMap((word) => {
    const value = Number.parseInt(word, 16);
    return [value >> 8, value & 255];
  });
}

function placeOfIPv4([a = 0, b = 0]: readonly number[]): 'public' | 'private' | 'link' {
  if (a === 169 && b === 254) return 'link';
  const isPrivate =
    a === 0 ||
    a === 10 ||
    a === 127 ||
    (a === 172 && b >= 16 && b < 32) ||
    (a === 192 && b === 168) ||
    (a === 100 && b >= 64 && b < 128);
  return isPrivate ? 'private' : 'public';
}
