import {
  DataError,
  type DType,
  describeValue,
  type Shape,
  sameShape,
  showShape,
  sizeOf,
  unnest,
} from '@descent/core';
import type { Batch, BatchPart } from '../dataset.js';
import type { Kinds } from '../options/checked-options.js';
import * as kinds from '../options/kinds.js';
import type { ExampleData, ExampleValues } from './example.js';

/** What one example looks like. */
export interface ExampleForm {
  /** Shape of one input. */
  readonly inputShape: Shape;
  /** Shape of one target: `[]` for class indices, `[0]` for none. */
  readonly targetShape: Shape;
  /** Default: 'int32' for Int32Array and Uint8Array, 'float32' for all others. */
  readonly inputDtype?: Exclude<DType, 'bool'> | undefined;
  /** As `inputDtype`; class indices that come as plain numbers need 'int32'. */
  readonly targetDtype?: Exclude<DType, 'bool'> | undefined;
}

/** What its fields may be. */
export const formKinds: Kinds<ExampleForm> = {
  inputShape: kinds.shape,
  targetShape: kinds.shape,
  inputDtype: dtype,
  targetDtype: dtype,
};

function dtype(op: string, name: string, value: unknown): void {
  kinds.oneOf('float32', 'int32')(op, name, value);
}

/**
 * Examples as one batch.
 * @param first - number of the first, for messages
 * @throws DataError naming the example: another shape, a fraction where whole numbers are, a weight that is no number
 * >= 0
 */
export function stackExamples(
  op: string,
  examples: readonly ExampleData[],
  form: ExampleForm,
  first: number,
): Batch {
  const size = examples.length;
  const where = (name: string) => (row: number) => `${op}: example ${first + row}: ${name}`;
  const none = examples.findIndex((each: unknown) => typeof each !== 'object' || each === null);
  if (none >= 0)
    throw new DataError(
      `${op}: example ${first + none} is ${describeValue(examples[none])}, expected { x, y }`,
      {
        fix: 'return or yield an object for each example; filterExamples leaves some out',
      },
    );
  const xs = examples.map(({ x }) => x);
  const ys = examples.map(({ y = [] }) => y);
  const x = stack(xs, form.inputShape, form.inputDtype, where('x'));
  const y = stack(ys, form.targetShape, form.targetDtype, where('y'));
  if (!examples.some(({ weight }) => weight !== undefined)) return { x, y, size };
  const values = Float32Array.from(examples, ({ weight = 1 }) => weight);
  const wrong = values.findIndex((weight) => !(weight >= 0 && weight < Number.POSITIVE_INFINITY));
  if (wrong < 0) return { x, y, size, weights: { values, shape: [size] } };
  throw new DataError(
    `${where('weight')(wrong)} must be a finite number >= 0, got ${describeValue(examples[wrong]?.weight)}`,
  );
}

function stack(
  rows: readonly ExampleValues[],
  shape: Shape,
  dtype: DType | undefined,
  where: (row: number) => string,
): BatchPart {
  const size = sizeOf(shape);
  const [head] = rows;
  const isWhole = dtype ? dtype === 'int32' : head instanceof Int32Array || head instanceof Uint8Array;
  const values = isWhole ? new Int32Array(rows.length * size) : new Float32Array(rows.length * size);
  for (const [row, given] of rows.entries()) {
    const flat = flatten(given, shape, where(row));
    for (let k = 0; k < size; k++) {
      const value = Number(flat[k]);
      if (isWhole && !Number.isInteger(value)) {
        throw new DataError(`${where(row)} holds ${value}, expected whole numbers`, {
          fix: "leave 'int32' to class indices, and give all examples the same kind of array",
        });
      }
      values[row * size + k] = value;
    }
  }
  return { values, shape: [rows.length, ...shape] };
}

/** @throws DataError for values of another shape */
function flatten(given: ExampleValues, shape: Shape, where: string): ArrayLike<number | boolean> {
  const isFlat = ArrayBuffer.isView(given);
  const { values, shape: found } = isFlat ? { values: given, shape: [given.length] } : unnest(where, given);
  if (isFlat ? values.length === sizeOf(shape) : sameShape(found, shape)) return values;
  const what = isFlat ? `a flat array of ${values.length}` : showShape(found);
  throw new DataError(`${where} is ${what}, the dataset has ${showShape(shape)} each`, {
    fix: 'say the shape of one example where the dataset is made, or mend the example',
  });
}
