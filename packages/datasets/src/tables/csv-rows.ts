import { checkWhole, DataError, describeValue, FormatError, showBytes, ValueError } from '@descent/core';
import type { ParseStepResult } from 'papaparse';
import { unpacked } from '../formats/gunzip.js';

/** How a text is cut into rows. */
export interface CsvRowOptions {
  /** What stands between values. Default ','. */
  readonly delimiter?: ',' | ';' | '\t' | '|' | undefined;
  /** The most bytes, or characters of a text, that are read. Default 2²⁶, 64 MiB. */
  readonly mostBytes?: number | undefined;
}

/**
 * Cuts CSV (RFC 4180) into rows of texts: values in quotes, with line breaks in them, either kind of line end, a byte
 * order mark; empty lines do not count.
 *
 * @param op - for messages about options
 * @param name - for messages about the text
 * @param add - gets each row and the line, from 1, on which it begins
 * Bytes may be compressed by gzip, which the first two say; `mostBytes` holds for what comes out too.
 *
 * @throws FormatError naming the line of quotes that do not match; DataError E_LIMIT for more than `mostBytes`
 */
export async function eachCsvRow(
  op: string,
  name: string,
  csv: string | Uint8Array,
  { delimiter = ',', mostBytes = 2 ** 26 }: CsvRowOptions,
  add: (line: number, row: readonly string[]) => void,
): Promise<void> {
  checkWhole(op, 'mostBytes', mostBytes);
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
  const plain = typeof csv === 'string' ? csv : await unpacked(csv, mostBytes, name);
  const text = textOf(name, plain).replace(/\r\n?/g, '\n');
  const { default: papa } = await import('papaparse');
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
      add(own, row);
    },
  });
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
