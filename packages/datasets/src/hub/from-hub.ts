import type { Dataset } from '../dataset.js';
import { checkedOptions } from '../options/checked-options.js';
import * as kinds from '../options/kinds.js';
import { type TableOptions, tableDataset, tableKinds } from '../parquet/table-dataset.js';
import { type HubOptions, hubKinds, hubTable } from './open-hub.js';

/** Options of {@link fromHub}. */
export interface FromHubOptions extends HubOptions, TableOptions {}

/** A dataset of the Hub. */
export interface HubDataset extends Dataset {
  /** Number of examples. */
  readonly length: number;
  /** The commit that is read; note it, and `revision` will give the same examples for ever. */
  readonly revision: string;
}

/**
 * A data set of the Hugging Face Hub, by name and revision. Its Parquet files are read where they are, a row group at
 * a time; only the columns in use are fetched, and nothing is kept: {@link cacheExamples} keeps the examples. They come
 * in the order of the files, in walks with an order too: {@link shuffleExamples} mixes them.
 *
 * Pictures, rows of `{ bytes, path }`, are handed to `decode`.
 *
 * @throws ValueError for a name, revision, split or column that is none; DataError E_IO when the Hub refuses or cannot
 * be reached; while it is walked through, DataError for values that are missing or no numbers
 * @throws the signal's reason when it is aborted
 * @example
 * const train = await fromHub('zalando-datasets/fashion_mnist', {
 *   split: 'train',
 *   input: 'image',
 *   target: 'label',
 *   inputShape: [28, 28, 1],
 *   decode: (bytes) => pixelsOf(bytes), // Uint8Array of 784
 * });
 * train.classNames; // ['T - shirt / top', 'Trouser', …]
 */
export async function fromHub(name: string, options: FromHubOptions): Promise<HubDataset> {
  checkedOptions('fromHub', options, { ...hubKinds(), ...tableKinds() });
  kinds.columns('fromHub', 'input', options.input);
  const table = await hubTable(name, options);
  return { ...tableDataset(table, options), revision: table.revision };
}
