import { FormatError } from '@descent/core';
import { gunzip, isGzip } from '../formats/gunzip.js';
import { checkedOptions } from '../options/checked-options.js';
import * as kinds from '../options/kinds.js';
import { asRandomAccess, type Openable, openBytes } from './open-bytes.js';
import type { RandomAccess } from './random-access.js';

/** Options of {@link openGzip}. */
export interface GzipOptions {
  /** The most bytes that may come out; they are kept in memory. Default 1 GiB. */
  readonly maxBytes?: number | undefined;
  /** Ends the opening. */
  readonly signal?: AbortSignal | undefined;
}

/**
 * What a file holds that is compressed by gzip, such as `train.parquet.gz`: unpacked at once and kept in memory. Archives
 * (.tar.gz) are opened by {@link openTar}; {@link readIdx} and readCsv unpack what they are given by themselves.
 *
 * @throws FormatError for what is not compressed by gzip, damaged or cut short, E_LIMIT for more than `maxBytes`; DataError
 * E_IO when it cannot be read
 * @throws the signal's reason when it is aborted
 * @see RFC 1952
 * @example const file = await openParquet(await openGzip('train.parquet.gz'));
 */
export async function openGzip(
  from: Openable | RandomAccess,
  options: GzipOptions = {},
): Promise<RandomAccess> {
  const names = { maxBytes: kinds.whole(1), signal: kinds.signal };
  const { maxBytes = 2 ** 30, signal } = checkedOptions('openGzip', options, names);
  const file = await asRandomAccess(from);
  try {
    const begin = await file.read(0, Math.min(2, file.size), signal);
    if (!isGzip(begin)) {
      throw new FormatError(`${file.name}: not a gzip file: it does not begin with 1f 8b`, {
        fix: 'open it as it is: openBytes',
      });
    }
    const bytes = await gunzip(await file.read(0, file.size, signal), maxBytes, file.name, signal);
    return await openBytes(bytes, file.name.replace(/\.gz$/i, ''));
  } finally {
    await file.close();
  }
}
