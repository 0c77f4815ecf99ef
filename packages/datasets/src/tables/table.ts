import type { ArrayDataset } from '../array-dataset.js';

/** A row that is not in the data. */
export interface LeftOutRow {
  /** Where it is: the line of a file, or the number of a record, from 1. */
  readonly line: number;
  /** Why, in a few words. */
  readonly problem: string;
}

/** A dataset made of the rows of a table. */
export interface Table {
  /** Inputs [columns], float32; targets as {@link TableOptions.target} says. */
  readonly data: ArrayDataset;
  /** Names of the inputs' columns, in order. */
  readonly columns: readonly string[];
  /** For each column of words, the words by index. */
  readonly categories: Readonly<Record<string, readonly string[]>>;
  /** Rows that were left out because something was missing or bad. */
  readonly leftOut: readonly LeftOutRow[];
}

/** What to make of a table's columns. */
export interface TableOptions {
  /**
   * Column that is to be predicted: class indices where it is categorical, else targets [1]. Several columns of numbers
   * give targets [columns]. Default: no targets.
   */
  readonly target?: string | readonly string[];
  /** Columns that are inputs, in this order. Default: all but the target. */
  readonly columns?: readonly string[];
  /** Columns of words, which become indices in the words' alphabetical order. Default: none. */
  readonly categorical?: readonly string[];
  /** Texts that mean that a value is missing. Default: '', 'NA', 'N/A', 'NaN', 'nan', 'null', '?'. */
  readonly missingWords?: readonly string[];
  /**
   * What becomes of rows that lack a value: 'refuse' (default) stops, 'drop' leaves them out and lists them, 'nan' keeps
   * them with NaN where an input is missing, and leaves those without a target out.
   */
  readonly missing?: 'refuse' | 'drop' | 'nan';
  /** What becomes of rows with too many or too few values, or words where numbers are: 'refuse' (default) or 'drop'. */
  readonly badRows?: 'refuse' | 'drop';
}
