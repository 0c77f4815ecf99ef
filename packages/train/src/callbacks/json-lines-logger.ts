import { checkOptions } from '@descent/core';
import type { Callback } from './callback.js';
import { checkDestination, type LineDestination, type Lines, rememberingLines, startLines } from './lines.js';

/** Options of {@link jsonLinesLogger}. */
export interface JsonLinesLoggerOptions {
  /** Go on behind the lines that are there. Default false: begin anew. */
  readonly append?: boolean;
}

/**
 * Writes a line of JSON when an epoch ends: `{"epoch":0,"loss":0.5}`. Epochs count from 0; NaN and infinities, which
 * JSON does not have, are null. In a browser the destination is a function.
 *
 * @throws ValueError for options out of range
 * @throws DataError E_IO from `fit`, where the file cannot be written
 * @see JSON Lines, jsonlines.org
 * @example fit(model, train, { …, callbacks: [jsonLinesLogger((line) => socket.send(line))] })
 */
export function jsonLinesLogger(
  destination: LineDestination,
  options: JsonLinesLoggerOptions = {},
): Callback {
  const { append = false } = checkOptions('jsonLinesLogger', options, ['append']);
  checkDestination('jsonLinesLogger', destination, append);
  let lines: Lines;
  return {
    ...rememberingLines('jsonLinesLogger', destination, () => lines),
    async onTrainBegin() {
      lines = await startLines('jsonLinesLogger', destination, append);
    },
    onEpochEnd(epoch, logs) {
      return lines.write(JSON.stringify({ epoch, ...logs }));
    },
  };
}
