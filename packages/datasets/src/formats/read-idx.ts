import { checkedOptions } from '../options/checked-options.js';
import * as kinds from '../options/kinds.js';
import { type FileBytes, fileBytes } from './file-bytes.js';
import { unpacked } from './gunzip.js';
import { type IdxArray, parseIdx } from './idx.js';

/** Options of {@link readIdx}. */
export interface IdxOptions {
  /** For messages, such as the file's name. Default 'IDX file'. */
  readonly name?: string | undefined;
  /** The most bytes that may come out of a compressed file. Default 1 GiB. */
  readonly mostBytes?: number | undefined;
}

/**
 * Reads an IDX file of unsigned bytes, the format of MNIST, compressed by gzip or not, which its first bytes say: two zero
 * bytes, the kind, the number of axes, the sizes (32 bits, big-endian), the values. Nothing is allocated for sizes before
 * they are known to fit the file.
 *
 * @param bytes - the file; where it is not compressed, the result shares its memory
 * @throws FormatError for a wrong magic number, a kind other than bytes (E_UNSUPPORTED), a file shorter or longer than its
 * sizes say, damaged compression, and more than `mostBytes` (E_LIMIT); ValueError for impossible options
 * @see LeCun, Cortes and Burges, The MNIST database
 * @example
 * const { shape, values } = await readIdx(await readFile('t10k-labels-idx1-ubyte.gz')); // shape is [10000]
 */
export async function readIdx(bytes: FileBytes, options: IdxOptions = {}): Promise<IdxArray> {
  const names = { name: kinds.text, mostBytes: kinds.whole(1) };
  const { name = 'IDX file', mostBytes = 2 ** 30 } = checkedOptions('readIdx', options, names);
  return parseIdx(await unpacked(await fileBytes('readIdx', bytes), mostBytes, name), name);
}
