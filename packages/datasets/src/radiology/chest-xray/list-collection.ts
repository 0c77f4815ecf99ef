import { DataError } from '@descent/core';
import { checkedOptions, type Kinds } from '../../options/checked-options.js';
import * as kinds from '../../options/kinds.js';
import type { FileSource } from '../../sources/file-source.js';
import { openSource } from '../../sources/open-source.js';
import { classFolders } from './layouts/class-folders.js';
import type { Layout, MetadataColumns } from './layouts/layout.js';
import { metadataTable } from './layouts/metadata-table.js';
import { pediatricPneumonia } from './layouts/pediatric-pneumonia.js';
import { radiographyDatabase } from './layouts/radiography-database.js';
import type { LeftOutFile, XrayRecord } from './xray-record.js';

/** How a collection of pictures is read. */
export interface CollectionOptions {
  /** Path of a CSV file of metadata in the source. Default: the first metadata.csv or labels.csv, where there is one. */
  readonly metadata?: string | undefined;
  /** Names of the columns of file, class and person, where they are not the usual ones. */
  readonly columns?: MetadataColumns | undefined;
  /** Ends the reading. */
  readonly signal?: AbortSignal | undefined;
}

/** What its options may be. */
export function collectionKinds(): Kinds<CollectionOptions> {
  return { metadata: kinds.text, columns: checkColumns, signal: kinds.signal };
}

function checkColumns(op: string, name: string, value: unknown): void {
  const { text } = kinds;
  checkedOptions(`${op}: ${name}`, value as MetadataColumns, { file: text, label: text, patient: text });
}

/** The pictures of a collection, not decoded. */
export interface Collection {
  /** What messages call it. */
  readonly name: string;
  /** How it is laid out, in a few words. */
  readonly layout: string;
  readonly images: readonly XrayRecord[];
  /** Files that are not among them, and why. */
  readonly leftOut: readonly LeftOutFile[];
}

/** The first that fits counts. */
const layouts: readonly Layout[] = [metadataTable, radiographyDatabase, pediatricPneumonia, classFolders];

/**
 * The pictures of a folder or of any source of files, and what the collection says of them.
 * @throws DataError E_IO for what cannot be read; FormatError for a damaged table
 */
export async function listCollection(
  op: string,
  source: string | FileSource,
  { metadata, columns = {}, signal }: CollectionOptions,
): Promise<Collection> {
  const files = await openSource(op, source, signal);
  for (const layout of layouts) {
    const listing = await layout.list(files, { metadata, columns, signal });
    if (!listing) continue;
    const images = listing.entries.map((entry) => ({
      ...entry,
      read: (options = {}) => files.read(entry.path, options),
    }));
    return { name: files.name, layout: layout.title, images, leftOut: listing.leftOut };
  }
  throw new DataError(`${op}: ${files.name} is laid out in no way that is known`);
}
