import { ValueError } from '@descent/core';
import { checkedOptions, type Kinds } from '../options/checked-options.js';
import * as kinds from '../options/kinds.js';
import { asRandomAccess, type Openable } from '../sources/open-bytes.js';
import type { RandomAccess } from '../sources/random-access.js';
import { type ParquetMetadata, readMetadata } from './metadata.js';
import { type Row, readRowGroup } from './row-group.js';

/** How rows are read. */
export interface RowOptions {
  /** Names of the columns; no others are fetched. Default: all. */
  readonly columns?: readonly string[] | undefined;
  /** The row to begin at. Default 0. */
  readonly start?: number | undefined;
  /** The most bytes that the chosen columns of a row group may take while they are decoded. Default 1 GiB. */
  readonly groupBytes?: number | undefined;
  /** Ends the reading. */
  readonly signal?: AbortSignal | undefined;
}

/** An open Parquet file. */
export interface ParquetFile {
  /** What messages call it. */
  readonly name: string;
  /** Rows in all. */
  readonly length: number;
  /** Names of the columns. */
  readonly columns: readonly string[];
  /** What the writer noted, such as `huggingface`. */
  readonly notes: ReadonlyMap<string, string>;
  /**
   * The rows in their order; one row group is in memory at a time. 64-bit integers are `bigint`, missing values null,
   * bytes `Uint8Array`.
   *
   * @throws FormatError when it is damaged, E_LIMIT for row groups larger than they may be, E_UNSUPPORTED for
   * encodings that cannot be read; ValueError for a column that is not there
   * @throws the signal's reason when it is aborted
   */
  rows(options?: RowOptions): AsyncGenerator<Row>;
  /** Lets go of what is open. */
  close(): Promise<void>;
}

/**
 * Opens a Parquet file: on disk (Node), in memory, in a Blob or on a server. Its end is read, which says where all else
 * is; of a row group only the columns that are asked for. Nothing is believed before it is checked.
 *
 * @throws FormatError when it is none or damaged, DataError E_IO when it cannot be read
 * @see Apache Parquet format, parquet.thrift and Encodings.md; pages are decoded by hyparquet
 * @example
 * const file = await openParquet('train-00000-of-00001.parquet');
 * for await (const { text, label } of file.rows({ columns: ['text', 'label'] })) console.log(text, label);
 */
export async function openParquet(
  from: Openable | RandomAccess,
  options: { readonly signal?: AbortSignal | undefined } = {},
): Promise<ParquetFile> {
  const { signal } = checkedOptions('openParquet', options, { signal: kinds.signal });
  const bytes = await asRandomAccess(from);
  try {
    const metadata = await readMetadata(bytes, signal);
    return {
      name: bytes.name,
      length: metadata.rowCount,
      columns: metadata.columns,
      notes: metadata.notes,
      rows: (how = {}) => rowsOf(bytes, metadata, how),
      close: () => bytes.close(),
    };
  } catch (error) {
    await bytes.close();
    throw error;
  }
}

/** What its options may be. */
export function rowKinds(): Kinds<RowOptions> {
  const { signal, texts } = kinds;
  return { columns: texts, start: kinds.whole(0), groupBytes: kinds.whole(1), signal };
}

async function* rowsOf(
  bytes: RandomAccess,
  metadata: ParquetMetadata,
  options: RowOptions,
): AsyncGenerator<Row> {
  checkedOptions('rows', options, rowKinds());
  const { columns = metadata.columns, start = 0, groupBytes = 2 ** 30, signal } = options;
  const missing = columns.find((name) => !metadata.columns.includes(name));
  if (missing !== undefined) {
    throw new ValueError(`${bytes.name}: has no column '${missing}'`, {
      fix: `use some of ${metadata.columns.map((name) => `'${name}'`).join(', ')}`,
    });
  }
  let end = 0;
  for (const [index, { num_rows: rowCount }] of metadata.file.row_groups.entries()) {
    const begin = end;
    end += Number(rowCount);
    if (end <= start) continue;
    signal?.throwIfAborted();
    const rows = await readRowGroup(
      { bytes, metadata, columns, budget: { left: groupBytes }, signal },
      index,
    );
    for (const row of rows.slice(Math.max(0, start - begin))) {
      signal?.throwIfAborted();
      yield row;
    }
  }
}
