import {
  checkShape,
  DataError,
  DtypeError,
  describeValue,
  type NestedInput,
  type Shape,
  showShape,
  sizeOf,
  Tensor,
  unnest,
} from '@descent/core';

/** Inputs or targets as users have them, one entry per example: nested arrays, a flat typed array, a tensor. */
export type PartData =
  | readonly NestedInput[]
  | Float32Array
  | Float64Array
  | Int32Array
  | Uint8Array
  | Tensor;

/** Tells inputs from a dataset or an object that holds them. */
export function isPartData(data: unknown): data is PartData {
  return data instanceof Tensor || Array.isArray(data) || ArrayBuffer.isView(data);
}

/** Inputs or targets of all examples, in one array. */
export interface Part {
  /** Row-major, one example after another. */
  readonly values: Float32Array | Int32Array | Uint8Array;
  /** Shape of one example. */
  readonly shape: readonly number[];
  /** Elements of one example. */
  readonly size: number;
  /** Number of examples. */
  readonly count: number;
  /** What each value is multiplied by when it leaves; bytes of pictures use 1/255. */
  readonly scale: number;
}

/**
 * Lays inputs or targets out flat.
 *
 * @param shape - of one example; needed for flat typed arrays of examples that are no scalars
 * @throws DataError for no examples, and for values that do not divide into examples of the shape; ShapeError for
 * ragged arrays and impossible shapes; DtypeError for values of another kind
 */
export function partOf(name: string, data: PartData, shape?: Shape): Part {
  if (shape !== undefined) checkShape(`fromArrays: shape of one ${name}`, shape);
  const { values, rows } = layOut(name, data);
  const part = makePart(name, values, shape ?? rows?.slice(1) ?? []);
  if (rows && rows[0] !== part.count) {
    throw new DataError(
      `fromArrays: ${name} has ${rows[0]} rows of ${showShape(rows.slice(1))}, the given shape ${showShape(part.shape)} would make them ${part.count}`,
      { fix: 'leave the shape out: only flat typed arrays need it' },
    );
  }
  return part;
}

/** As {@link partOf}, for values that are known to be laid out right. */
export function makePart(name: string, values: Part['values'], shape: Shape, scale = 1): Part {
  const size = sizeOf(shape);
  const count = values.length / size;
  if (values.length === 0)
    throw new DataError(`fromArrays: ${name} is empty`, { fix: 'give at least one example' });
  if (!Number.isInteger(count)) {
    throw new DataError(
      `fromArrays: ${name} has ${values.length} values, which is no multiple of ${size}, the size of ${showShape(shape)}`,
      { fix: 'give the shape of one example, without the number of examples' },
    );
  }
  return { values, shape, size, count, scale };
}

/** Values in one array; `rows` is their shape, where they say it themselves. */
function layOut(name: string, data: PartData): { values: Float32Array | Int32Array; rows?: Shape } {
  if (ArrayBuffer.isView(data)) return { values: wholeOrFloat(name, data) };
  if (data instanceof Tensor) {
    if (data.shape.length > 0) return { values: wholeOrFloat(name, data.dataSync()), rows: data.shape };
    throw new DataError(`fromArrays: ${name} is a tensor without axes, the first axis must count examples`, {
      fix: 'reshape it to [1]',
    });
  }
  if (!Array.isArray(data)) {
    throw new DataError(
      `fromArrays: ${name} must be an array or a tensor of examples, got ${describeValue(data)}`,
      {
        fix: 'give [[…], […]], a typed array, or a tensor whose first axis counts examples',
      },
    );
  }
  const { values, shape } = unnest(`fromArrays: ${name}`, data as NestedInput);
  return { values: Float32Array.from(values, Number), rows: shape };
}

function wholeOrFloat(name: string, values: ArrayBufferView): Float32Array | Int32Array {
  if (values instanceof Float32Array || values instanceof Int32Array) return values;
  if (values instanceof Uint8Array) return Int32Array.from(values);
  if (values instanceof Float64Array) return Float32Array.from(values);
  throw new DtypeError(
    `fromArrays: ${name} is ${describeValue(values)}, expected a Float32Array, Float64Array, Int32Array or Uint8Array`,
    { fix: 'copy it: Float32Array.from(…) for quantities, Int32Array.from(…) for class indices' },
  );
}
