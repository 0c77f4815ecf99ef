import { DataError, showShape } from '@descent/core';
import { type ValueRangeOptions, valueRangeOf } from '../augmentation/value-range.js';
import { checkDataset } from '../check-dataset.js';
import { shuffle } from '../check-walk.js';
import type { BatchOptions, Dataset } from '../dataset.js';
import { checkedOptions } from '../options/checked-options.js';
import * as kinds from '../options/kinds.js';
import { CellSheet, type Sheet } from '../sheet.js';

/** Options of {@link contactSheet}. */
export interface ContactSheetOptions extends ValueRangeOptions, Pick<BatchOptions, 'order' | 'signal'> {
  /** Pictures in a row. Default 8. */
  readonly columns?: number;
  /** Rows of a dataset without classes. Default 8. */
  readonly rows?: number;
}

/**
 * A look at what a dataset holds: its first pictures, a row for each class in the order of the labels. Look before you
 * train: a wrong label, a logo in place of a dog, or a channel that is missing is seen at once.
 *
 * @param data - inputs of shape [height, width, channels]
 * @returns the pictures in one, between them white; {@link writePng} makes a file of it
 * @throws DataError for inputs that are no pictures, and for empty data, E_LIMIT for more than 1,000 classes and for a sheet
 * of more than 2²⁶ pixels; ValueError for impossible options; what the walk throws
 * @example await writeFile('sheet.png', await writePng(await contactSheet(train, { order: { seed: 1, epoch: 0 } })));
 */
export async function contactSheet(data: Dataset, options: ContactSheetOptions = {}): Promise<Sheet> {
  checkDataset('contactSheet', data);
  const chosen = checkedOptions('contactSheet', options, {
    columns: kinds.whole(1, 1000),
    rows: kinds.whole(1, 1000),
    order: shuffle,
    signal: kinds.signal,
    valueRange: kinds.unchecked,
  });
  const { columns = 8, rows = 8, order, signal, valueRange } = chosen;
  const range = valueRangeOf('contactSheet', { valueRange });
  const [height, width, channels] = data.inputShape;
  if (data.inputShape.length !== 3 || !height || !width || !channels) {
    throw new DataError(`contactSheet: inputs are ${showShape(data.inputShape)}, no pictures`, {
      fix: 'give a dataset whose inputs are [height, width, channels]',
    });
  }
  const size = height * width * channels;
  const found = new Map<number, Float32Array[]>(data.classNames?.map((_, label) => [label, []]));
  const isFull = (): boolean =>
    found.size > 0 &&
    [...found.values()].every((each) => each.length === columns) &&
    (hasClasses || found.size === rows);
  let hasClasses = true;
  let count = 0;
  for await (const { x, y, size: batchCount } of data.batches({ batchSize: 32, order, signal })) {
    hasClasses = data.targetShape.length === 0 && y.values instanceof Int32Array;
    for (let i = 0; i < batchCount; i++, count++) {
      const label = hasClasses ? (y.values[i] as number) : Math.floor(count / columns);
      if (!hasClasses && label >= rows) break;
      if (found.size >= mostRows && !found.has(label)) throw tooManyRows(hasClasses);
      const row = found.get(label) ?? [];
      found.set(label, row);
      if (row.length < columns) row.push(Float32Array.from(x.values.subarray(i * size, (i + 1) * size)));
    }
    if (isFull() && (data.classNames || !hasClasses)) break;
  }
  checkSheet(found.size * height, columns * width);
  if (count === 0) throw new DataError('contactSheet: the data is empty: no batch came');
  const labels = [...found.keys()].sort((a, b) => a - b);
  const cells = new CellSheet(labels.length, columns, { cellWidth: width, cellHeight: height });
  for (const [row, label] of labels.entries())
    for (const [column, values] of (found.get(label) as Float32Array[]).entries())
      cells.paint(row, column, { values, height, width, channels }, range);
  return cells.sheet;
}

/** Rows that anybody can look at. */
const mostRows = 1000;

function tooManyRows(hasClasses: boolean): DataError {
  const what = hasClasses ? 'classes: the targets are whole numbers, of which each has a row' : 'rows';
  return new DataError(`contactSheet: more than ${mostRows} ${what}`, {
    code: 'E_LIMIT',
    fix: 'give numbers that are no classes as floats, or take some examples: data.take(64)',
  });
}

function checkSheet(height: number, width: number): void {
  if (height * width <= 2 ** 26) return;
  throw new DataError(
    `contactSheet: ${width} × ${height} are more than the ${2 ** 26} pixels that a sheet may have`,
    {
      code: 'E_LIMIT',
      fix: 'ask for fewer columns or rows, or smaller pictures',
    },
  );
}
