import { FormatError } from '@descent/core';
import { checkedOptions } from '../options/checked-options.js';
import * as kinds from '../options/kinds.js';
import { eachCsvRow } from './csv-rows.js';
import type { Table, TableOptions } from './table.js';
import { TableBuilder } from './table-builder.js';

/** Options of {@link readCsv}. */
export interface CsvOptions extends TableOptions {
  /** Names of the columns, where the first line does not have them. */
  readonly header?: readonly string[];
  /** What stands between values. Default ','. */
  readonly delimiter?: ',' | ';' | '\t' | '|';
  /** For messages, such as the file's name. Default 'readCsv'. */
  readonly name?: string;
  /** The most bytes, or characters of a text, that are read. Default 2²⁶, 64 MiB. */
  readonly mostBytes?: number;
}

/**
 * Reads a table of numbers from CSV (RFC 4180): values in quotes, with line breaks in them, either kind of line end,
 * a byte order mark; empty lines do not count. Columns of words become indices where `categorical` names them.
 *
 * @param csv - the text, or its bytes in UTF-8, compressed by gzip or not
 * @throws FormatError naming the line: quotes that do not match, a row of another length, a word where a number is
 * expected, a missing value, unless rows with these are to be left out; also where no row is left. DataError E_LIMIT
 * for more than `mostBytes`. ValueError for columns that are not there.
 * @see Papa Parse, which cuts the text into values
 * @example
 * const { data, columns } = await readCsv(await readFile('wine.csv'), { target: 'kind', categorical: ['kind'] });
 * const [train, test] = data.split(0.8, { stratified: true });
 */
export async function readCsv(csv: string | Uint8Array, options: CsvOptions = {}): Promise<Table> {
  const { name = 'readCsv', header } = checkedOptions('readCsv', options, {
    target: kinds.columns,
    columns: kinds.texts,
    categorical: kinds.texts,
    missingWords: kinds.texts,
    missing: kinds.oneOf('refuse', 'drop', 'nan'),
    badRows: kinds.oneOf('refuse', 'drop'),
    header: kinds.texts,
    delimiter: kinds.unchecked,
    name: kinds.text,
    mostBytes: kinds.whole(1),
  });
  let builder = header && new TableBuilder(name, header, options);
  await eachCsvRow('readCsv', name, csv, options, (line, row) => {
    if (builder) builder.add(line, row);
    else
      builder = new TableBuilder(
        name,
        row.map((each) => each.trim()),
        options,
      );
  });
  if (!builder) {
    throw new FormatError(`${name}: the text is empty`, { fix: 'give a line of column names, then rows' });
  }
  return builder.table();
}
