import { DataError, type NestedInput, type Shape, showShape, sizeOf, Tensor, unnest } from '@descent/core';

/** Inputs or targets as users have them: nested arrays, typed arrays, a tensor. */
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
  readonly values: Float32Array | Int32Array | Uint8Array;
  /** Shape of one example. */
  readonly shape: readonly number[];
  /** Elements of one example. */
  readonly size: number;
  readonly count: number;
  /** What each value is multiplied by when it leaves; bytes of pictures use 1/255. */
  readonly scale: number;
}

/**
 * Lays inputs or targets out flat.
 *
 * @param shape - of one example; needed for flat typed arrays of examples that are no scalars
 * @throws DataError for no examples, or values that do not divide into examples; ShapeError for ragged arrays
 */
export function partOf(name: string, data: PartData, shape?: Shape): Part {
  if (data instanceof Tensor)
    return makePart(name, wholeOrFloat(data.dataSync()), shape ?? data.shape.slice(1));
  if (ArrayBuffer.isView(data)) return makePart(name, wholeOrFloat(data), shape ?? []);
  if (!Array.isArray(data)) {
    throw new DataError(`fromArrays: ${name} must be an array or a tensor of examples, got ${String(data)}`);
  }
  const { values, shape: full } = unnest(`fromArrays: ${name}`, data as NestedInput);
  return makePart(name, Float32Array.from(values, Number), shape ?? full.slice(1));
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
    );
  }
  return { values, shape, size, count, scale };
}

function wholeOrFloat(values: ArrayBufferView): Float32Array | Int32Array {
  if (values instanceof Float32Array || values instanceof Int32Array) return values;
  return values instanceof Uint8Array ? Int32Array.from(values) : Float32Array.from(values as Float64Array);
}
