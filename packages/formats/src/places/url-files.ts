import { DataError, DescentError } from '@descent/core';
import { openResponse } from '@descent/datasets/sources';
import { type ModelFiles, tooLong } from '../tfjs/weight-files.js';

/** Longest file that is fetched as a whole. */
const most = 2 ** 32;

/** Files beside one on a server; what follows `?` in its address is part of theirs too, as signatures are. */
export function urlFiles(url: URL): ModelFiles {
  return {
    place: placeOf(url),
    read(path, limit) {
      const beside = new URL(path, url);
      beside.search = url.search;
      if (beside.origin !== url.origin) {
        throw new DataError(`${placeOf(url)}: weights lie at ${placeOf(beside)}, on another host`, {
          code: 'E_UNSAFE',
        });
      }
      return fetchBytes(beside, limit);
    },
  };
}

/**
 * The bytes at an address.
 * @throws DataError E_IO when they cannot be had, E_UNSAFE for addresses that are, or lead to, none on the web
 */
export async function fetchBytes(url: URL, limit = most): Promise<Uint8Array> {
  const place = placeOf(url);
  try {
    const response = await openResponse(url);
    if (!response.ok || !response.body) {
      await response.body?.cancel();
      throw new DataError(
        `${place}: the server answered ${response.status} ${response.statusText}`.trimEnd(),
        {
          code: 'E_IO',
          fix: 'look at the address',
        },
      );
    }
    const parts: Uint8Array[] = [];
    let size = 0;
    for await (const part of response.body as unknown as AsyncIterable<Uint8Array>) {
      size += part.length;
      if (size > limit)
        throw tooLong(new URL('.', url).href, url.pathname.split('/').at(-1) as string, undefined, limit);
      parts.push(part);
    }
    const bytes = new Uint8Array(size);
    let at = 0;
    for (const part of parts) {
      bytes.set(part, at);
      at += part.length;
    }
    return bytes;
  } catch (cause) {
    if (cause instanceof DescentError) throw cause;
    throw new DataError(`${place}: cannot be fetched: ${(cause as Error).message}`, { code: 'E_IO', cause });
  }
}

/** Without what follows `?`, where signatures stand. */
function placeOf({ origin, pathname }: URL): string {
  return origin + pathname;
}
