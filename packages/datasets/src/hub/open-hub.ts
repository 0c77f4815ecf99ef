import { checkedOptions, type Kinds } from '../options/checked-options.js';
import * as kinds from '../options/kinds.js';
import { openParquet, type ParquetFile, type RowOptions, rowKinds } from '../parquet/open-parquet.js';
import type { Row } from '../parquet/row-group.js';
import { openAddress, type UrlOptions, urlKinds } from '../sources/open-url.js';
import { findHubFiles, type HubPart } from './hub-files.js';

/** Options of {@link openHub}. */
export interface HubOptions extends HubPart, UrlOptions {}

/** A part of a data set of the Hub, as a table. */
export interface HubTable {
  /** `owner/name`. */
  readonly name: string;
  /** The commit that is read; note it, and `revision` will give the same rows for ever. */
  readonly revision: string;
  /** Rows in all. */
  readonly length: number;
  /** Names of the columns. */
  readonly columns: readonly string[];
  /**
   * Names of the classes that a column's numbers stand for, where the data set has them.
   * @example table.classNames('label'); // ['cat', 'dog']
   */
  classNames(column: string): readonly string[] | undefined;
  /**
   * The rows in their order; they are fetched as they are asked for, a row group at a time.
   * @throws as {@link ParquetFile}'s `rows`, and DataError E_IO when they cannot be had
   */
  rows(options?: RowOptions): AsyncGenerator<Row>;
}

/** Files that are opened at once. */
const atOnce = 8;

/**
 * Opens a part of a data set of the Hugging Face Hub: its Parquet files at one commit, of which only what is asked for
 * is fetched, and nothing kept.
 *
 * @throws ValueError for a name, revision, configuration or split that is none; DataError E_IO when the Hub refuses or
 * cannot be reached; FormatError for files that are damaged
 * @throws the signal's reason when it is aborted
 * @see Hugging Face, Hub API endpoints
 * @example
 * const table = await openHub('stanfordnlp/imdb', { split: 'test' });
 * for await (const { text, label } of table.rows({ columns: ['text', 'label'] })) console.log(label, text);
 */
export async function openHub(name: string, options: HubOptions = {}): Promise<HubTable> {
  return hubTable(name, checkedOptions('openHub', options, hubKinds()));
}

/** What its options may be. */
export function hubKinds(): Kinds<HubOptions> {
  const { text, address } = kinds;
  return { ...urlKinds(), revision: text, config: text, split: text, hub: address };
}

/** As {@link openHub}, of options that are checked already. */
export async function hubTable(name: string, options: HubOptions): Promise<HubTable> {
  const { revision, urls } = await findHubFiles(name, options, options);
  const files: ParquetFile[] = [];
  for (let at = 0; at < urls.length; at += atOnce) {
    const some = urls.slice(at, at + atOnce).map(async (url) => {
      return openParquet(await openAddress(url, options), { signal: options.signal });
    });
    files.push(...(await Promise.all(some)));
  }
  const [first] = files as [ParquetFile];
  return {
    name,
    revision,
    length: files.reduce((sum, { length }) => sum + length, 0),
    columns: first.columns,
    classNames: (column) => classNamesOf(first.notes.get('huggingface'), column),
    async *rows(given = {}) {
      const { start = 0, ...how } = checkedOptions('rows', given, rowKinds());
      let left = start;
      for (const file of files) {
        if (left < file.length) yield* file.rows({ ...how, start: left });
        left = Math.max(0, left - file.length);
      }
    },
  };
}

/** From what the library that wrote the file noted of its columns. */
function classNamesOf(note: string | undefined, column: string): readonly string[] | undefined {
  try {
    const features = JSON.parse(note ?? 'null')?.info?.features as
      | Record<string, { names?: unknown }>
      | undefined;
    const names = features && Object.hasOwn(features, column) ? features[column]?.names : undefined;
    return Array.isArray(names) && names.every((name) => typeof name === 'string') ? names : undefined;
  } catch {
    return undefined;
  }
}
