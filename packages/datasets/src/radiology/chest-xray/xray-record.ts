import type { ReadOptions } from '../../sources/file-source.js';

/** One radiograph of a collection: where it is, what it shows, whom it is of, and all else that is known of it. */
export interface XrayRecord {
  /** Path in the source. */
  readonly path: string;
  /** Name of its class. */
  readonly label: string;
  /** Whom it is of; undefined where the collection does not say. */
  readonly group: string | undefined;
  /** Metadata as texts, by column; what is missing is ''. */
  readonly columns: Readonly<Record<string, string>>;
  /** The file's bytes. */
  read(options?: ReadOptions): Promise<Uint8Array>;
}

/** What a layout says of a file. */
export type XrayEntry = Pick<XrayRecord, 'path' | 'label' | 'group' | 'columns'>;

/** A file that is not used, and why. */
export interface LeftOutFile {
  /** Path in the source, or as a table has it. */
  readonly path: string;
  /** Why, in a few words. */
  readonly problem: string;
}
