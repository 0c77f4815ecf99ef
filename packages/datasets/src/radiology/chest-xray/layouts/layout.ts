import type { FileSource } from '../../../sources/file-source.js';
import type { LeftOutFile, XrayEntry } from '../xray-record.js';

/** What a layout makes of a collection. */
export interface Listing {
  readonly entries: readonly XrayEntry[];
  readonly leftOut: readonly LeftOutFile[];
}

/** Names of what a table of metadata says, where they are not the usual ones. */
export interface MetadataColumns {
  /** Column of the file's path or name. */
  readonly file?: string | undefined;
  /** Column of the class. */
  readonly label?: string | undefined;
  /** Column that tells people apart. */
  readonly patient?: string | undefined;
}

/** What a layout may ask for. */
export interface LayoutOptions {
  /** Path of the table of metadata in the source; undefined: the layout looks for one. */
  readonly metadata: string | undefined;
  readonly columns: MetadataColumns;
  readonly signal: AbortSignal | undefined;
}

/** A way in which collections of radiographs are laid out. */
export interface Layout {
  /** For messages. */
  readonly title: string;
  /** The collection's files and what it says of them; undefined where it is laid out in another way. */
  list(source: FileSource, options: LayoutOptions): Promise<Listing | undefined>;
}
