import { ValueError } from '@descent/core';
import { checkedOptions } from '../options/checked-options.js';
import * as kinds from '../options/kinds.js';
import { checkChecksum } from './checksum.js';
import { urlKinds, urlOf } from './open-url.js';
import type { RandomAccess } from './random-access.js';
import type { TransferOptions } from './transfer.js';

/** Options of {@link fetchFile}. */
export interface FetchFileOptions extends TransferOptions {
  /** The folder within the cache. Default 'downloads'. */
  readonly folder?: string | undefined;
  /** What the file is called there. Default: the end of the address behind a hash of the whole. */
  readonly fileName?: string | undefined;
}

/** A file of the cache. */
export interface CachedFile extends RandomAccess {
  /** Where it is, in Node. */
  readonly path?: string | undefined;
}

/**
 * A file of the web, kept in a cache: on disk in Node (`DESCENT_CACHE_DIR`, or the system's place for caches), among
 * the browser's own files on pages. What is there is taken from there, when its checksum is right; what is not is
 * fetched, goes on where it was cut off, and appears under its name when it is whole. Several processes or tabs that
 * want it at once fetch it once.
 *
 * In browsers a cut download goes on within the call, and only from the page's own host.
 *
 * @throws DataError E_IO when it cannot be had or stored or its checksum is wrong, E_LIMIT when it is larger than
 * `maxBytes`, E_UNSAFE for addresses that are, or lead to, none on the web, E_UNSUPPORTED on pages without files of
 * their own; ValueError for an address, a folder or a name that is none, and a checksum that cannot be one
 * @throws the signal's reason when it is aborted
 * @example
 * const zip = await fetchFile(new URL('https://example.org/pets.zip'), {
 *   checksum: { algorithm: 'sha256', hex: '5f0c…' },
 *   onProgress: ({ received, total }) => console.log(received, total),
 * });
 * const source = await openZip(zip);
 */
export async function fetchFile(address: string | URL, options: FetchFileOptions = {}): Promise<CachedFile> {
  checkedOptions('fetchFile', options, {
    ...urlKinds(),
    checksum: checkChecksum,
    maxBytes: kinds.whole(1),
    onProgress: kinds.callback,
    folder: kinds.text,
    fileName: kinds.text,
  });
  const url = urlOf('fetchFile', address);
  const { folder = 'downloads', fileName = nameOf(url), ...how } = options;
  for (const name of [folder, fileName]) {
    if (/^(?!\.)[\w.-]{1,200}$/.test(name)) continue;
    throw new ValueError(`fetchFile: ${JSON.stringify(name)} cannot be a name in the cache`, {
      fix: 'use letters, digits, dots, hyphens and underscores',
    });
  }
  const { cachedFile } = await import('#disk');
  const { checksum } = how;
  // Digits are compared as they are written by hashes, in small letters.
  const exact = checksum && { ...checksum, hex: checksum.hex.toLowerCase() };
  return cachedFile(url, folder, fileName, { ...how, checksum: exact });
}

/** The end of the address, behind a hash of all of it. */
function nameOf({ href, pathname }: URL): string {
  let hash = 0xcbf29ce484222325n;
  for (const byte of new TextEncoder().encode(href)) {
    hash = BigInt.asUintN(64, (hash ^ BigInt(byte)) * 0x100000001b3n);
  }
  const end = pathname.slice(pathname.lastIndexOf('/') + 1).replaceAll(/[^\w.-]/g, '_');
  return `${hash.toString(16).padStart(16, '0')}-${end.slice(-100)}`;
}
