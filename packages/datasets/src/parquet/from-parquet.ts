import type { Dataset } from '../dataset.js';
import { checkedOptions } from '../options/checked-options.js';
import * as kinds from '../options/kinds.js';
import type { Openable } from '../sources/open-bytes.js';
import type { RandomAccess } from '../sources/random-access.js';
import { openParquet } from './open-parquet.js';
import { type TableOptions, tableDataset, tableKinds } from './table-dataset.js';

/** Options of {@link fromParquet}. */
export interface FromParquetOptions extends TableOptions {
  /** Ends the opening. */
  readonly signal?: AbortSignal | undefined;
}

/** A dataset of a Parquet file. */
export interface ParquetDataset extends Dataset {
  /** Number of examples. */
  readonly length: number;
  /** Lets go of the file. */
  close(): Promise<void>;
}

/**
 * The rows of a Parquet file as a dataset: on disk (Node), in memory, in a Blob or on a server. One row group is in
 * memory at a time. They come in the order of the file, in walks with an order too: {@link shuffleExamples} mixes them.
 *
 * @throws FormatError when it is none or damaged, ValueError for a column that is not there; while it is walked through,
 * DataError for values that are missing or no numbers
 * @example
 * const data = await fromParquet('wine.parquet', { input: ['alcohol', 'ash'], target: 'kind', targetDtype: 'int32' });
 */
export async function fromParquet(
  from: Openable | RandomAccess,
  options: FromParquetOptions,
): Promise<ParquetDataset> {
  checkedOptions('fromParquet', options, { ...tableKinds(), signal: kinds.signal });
  kinds.columns('fromParquet', 'input', options.input);
  const file = await openParquet(from, { signal: options.signal });
  try {
    return { ...tableDataset(file, options), close: () => file.close() };
  } catch (error) {
    await file.close();
    throw error;
  }
}
