import { checkWhole, DataError, describeValue, FormatError, showBytes, ValueError } from '@descent/core';
import type { ParseStepResult } from 'papaparse';
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
 * @param csv - the text, or its bytes in UTF-8
 * @throws FormatError naming the line: quotes that do not match, a row of another length, a word where a number is
 * expected, a missing value, unless rows with these are to be left out; also where no row is left. DataError E_LIMIT
 * for more than `mostBytes`. ValueError for columns that are not there.
 * @see Papa Parse, which cuts the text into values
 * @example
 * const { data, columns } = await readCsv(await readFile('wine.csv'), { target: 'kind', categorical: ['kind'] });
 * const [train, test] = data.split(0.8, { stratified: true });
 */
export async function readCsv(csv: string | Uint8Array, options: CsvOptions = {}): Promise<Table> {
  const { name = 'readCsv', header, delimiter = ',', mostBytes = 2 ** 26 } = options;
  checkWhole('readCsv', 'mostBytes', mostBytes);
  if (![',', ';', '\t', '|'].includes(delimiter)) {
    throw new ValueError(
      `${name}: delimiter must be ',', ';', '\\t' or '|', got ${describeValue(delimiter)}`,
    );
  }
  if (csv.length > mostBytes) {
    throw new DataError(
      `${name}: ${showBytes(csv.length)} are more than the ${showBytes(mostBytes)} allowed`,
      {
        code: 'E_LIMIT',
        fix: 'raise mostBytes',
      },
    );
  }
  const text = textOf(name, csv).replace(/\r\n?/g, '\n');
  const { default: papa } = await import('papaparse');
  let builder = header && new TableBuilder(name, header, options);
  let line = 1;
  let end = 0;
  papa.parse<string[]>(text, {
    delimiter,
    newline: '\n',
    step({ data: row, errors: [error], meta: { cursor } }: ParseStepResult<string[]>) {
      const own = line;
      for (; end < cursor; end++) if (text[end] === '\n') line++;
      if (error) {
        throw new FormatError(`${name}: line ${own}: ${error.message}`, {
          fix: 'double the quotes inside quoted values, and close each',
          cause: error,
        });
      }
      if (row.length === 1 && row[0] === '') return;
      if (builder) builder.add(own, row);
      else
        builder = new TableBuilder(
          name,
          row.map((each) => each.trim()),
          options,
        );
    },
  });
  if (!builder) {
    throw new FormatError(`${name}: the text is empty`, { fix: 'give a line of column names, then rows' });
  }
  return builder.table();
}

/** The text without a byte order mark. */
function textOf(name: string, csv: string | Uint8Array): string {
  if (typeof csv === 'string') return csv.startsWith('\ufeff') ? csv.slice(1) : csv;
  try {
    return new TextDecoder('utf-8', { fatal: true }).decode(csv);
  } catch (error) {
    throw new FormatError(`${name}: the bytes are no UTF-8 text`, {
      fix: 'save the table as UTF-8, or decode it first: new TextDecoder(…).decode(bytes)',
      cause: error,
    });
  }
}
