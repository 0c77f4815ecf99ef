import { checkOptions, checkWhole } from '@descent/core';
import type { History } from '../history.js';
import { type Curves, curvesOf, digitsFor, rangeOf, showShort } from './curves.js';

/** Options of {@link plotHistory}. */
export interface PlotHistoryOptions {
  /** Columns of a whole line. Default 72. */
  readonly width?: number;
  /** Lines of each picture, without its title and axis. Default 11. */
  readonly height?: number;
}

const marks = { train: '•', validation: '○' };

/**
 * The curves of a history as text, for a terminal: one picture per number, with training as • and validation as ○.
 * What is not finite is left out.
 *
 * @throws ValueError for what is no history, a width below 24 or a height below 2
 * @example console.log(plotHistory(history, { width: 60 }));
 */
export function plotHistory(history: Pick<History, 'epochs'>, options: PlotHistoryOptions = {}): string {
  const { width = 72, height = 11 } = checkOptions('plotHistory', options, ['width', 'height']);
  checkWhole('plotHistory', 'width', width, 24);
  checkWhole('plotHistory', 'height', height, 2);
  const curves = curvesOf('plotHistory', history);
  if (curves.length === 0) return 'no epochs';
  return curves.map((each) => picture(each, width, height)).join('\n\n');
}

function picture(curves: Curves, width: number, height: number): string {
  const { name, train, validation } = curves;
  const [least, most] = rangeOf(curves);
  const digits = digitsFor(least, most);
  const labels = Array.from({ length: height }, (_, row) => {
    const isLabelled = row === 0 || row === height - 1 || (height >= 5 && row === (height - 1) / 2);
    return isLabelled ? showShort(most - ((most - least) * row) / (height - 1), digits) : '';
  });
  const margin = Math.max(...labels.map(({ length }) => length));
  const columns = width - margin - 2;
  const grid = Array.from({ length: height }, () => new Array<string>(columns).fill(' '));
  const draw = (values: readonly number[], mark: string): void => {
    for (let column = 0; column < columns; column++) {
      const value = valueAt(values, columns === 1 ? 0 : column / (columns - 1));
      if (!Number.isFinite(value)) continue;
      const row = Math.round(((most - value) / (most - least)) * (height - 1));
      (grid[row] as string[])[column] = mark;
    }
  };
  draw(train, marks.train);
  if (validation) draw(validation, marks.validation);
  const title = validation ? `${name}  ${marks.train} train  ${marks.validation} validation` : name;
  const last = `${train.length}`;
  return [
    title,
    ...grid.map((cells, row) => `${labels[row]?.padStart(margin)} │${cells.join('')}`.trimEnd()),
    `${' '.repeat(margin)} └${'─'.repeat(columns)}`,
    `${' '.repeat(margin)}  1${`epoch ${last}`.padStart(columns - 1)}`,
  ].join('\n');
}

/** A curve at a share of its length, on the line between two epochs. */
function valueAt(values: readonly number[], share: number): number {
  const place = share * (values.length - 1);
  const before = Math.floor(place);
  const [a, b] = [values[before] as number, values[Math.ceil(place)] as number];
  return place === before ? a : a + (b - a) * (place - before);
}
