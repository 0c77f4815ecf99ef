import { checkOptions, describeValue, ValueError } from '@descent/core';
import type { Callback } from './callback.js';
import { checkDestination, type LineDestination, type Lines, rememberingLines, startLines } from './lines.js';

/** Options of {@link csvLogger}. */
export interface CsvLoggerOptions {
  /**
   * Go on behind the rows that are there, without a second header, as where training goes on from a checkpoint: rows of
   * epochs that are trained once more since it was made are replaced. Default false: begin anew.
   */
  readonly append?: boolean;
  /** One character between two cells, such as ';' or '\t'. Default ','. */
  readonly separator?: string;
}

/**
 * Writes a table of the epochs: a row with the epoch, counted from 0, and its numbers, written when the epoch ends.
 * The first row has the names; cells are quoted where they must be, as RFC 4180 says. A number that an epoch did not
 * report is an empty cell. In a browser the destination is a function.
 *
 * @throws ValueError for options out of range; from `fit`, for a file that has other columns
 * @throws DataError E_IO from `fit`, where the file cannot be written
 * @see Keras' `CSVLogger`; RFC 4180
 * @example fit(model, train, { …, callbacks: [csvLogger('runs/first.csv')] })
 */
export function csvLogger(destination: LineDestination, options: CsvLoggerOptions = {}): Callback {
  const { append = false, separator = ',' } = checkOptions('csvLogger', options, ['append', 'separator']);
  checkDestination('csvLogger', destination, append);
  // What numbers are written with would be read as two cells.
  if (typeof separator !== 'string' || !/^[^"\r\n.+\-\w]$/.test(separator)) {
    throw new ValueError(`csvLogger: cells cannot be separated by ${describeValue(separator)}`, {
      fix: "give one character such as ',', ';' or '\\t'",
    });
  }
  const row = (cells: readonly (string | number)[]): string =>
    cells.map((cell) => quoted(String(cell), separator)).join(separator);
  let lines: Lines;
  let names: readonly string[];
  return {
    ...rememberingLines('csvLogger', destination, () => lines),
    async onTrainBegin({ reported }) {
      names = reported;
      lines = await startLines('csvLogger', destination, append);
      const header = row(['epoch', ...names]);
      if (lines.first === undefined) {
        if (!append || typeof destination === 'string') await lines.write(header);
      } else if (lines.first !== header) {
        throw new ValueError(`csvLogger: ${destination} has the columns ${lines.first}, this run ${header}`, {
          fix: 'give another path, or append: false to begin the file anew',
        });
      }
    },
    onEpochEnd(epoch, logs) {
      return lines.write(row([epoch, ...names.map((name) => logs[name] ?? '')]));
    },
  };
}

function quoted(cell: string, separator: string): string {
  return cell.includes(separator) || /["\r\n]/.test(cell) ? `"${cell.replaceAll('"', '""')}"` : cell;
}
