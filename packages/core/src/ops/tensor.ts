import { currentBackend } from '../current-backend.js';
import { describeValue } from '../describe-value.js';
import { allocate, bytesPerElement, type DType, type TypedArray } from '../dtype.js';
import { DtypeError, ShapeError } from '../errors.js';
import { type NestedArray, type NestedInput, unnest } from '../nested-array.js';
import { placeOn } from '../place.js';
import { adopt, reserve } from '../scope.js';
import { checkShape, type Shape, showShape, sizeOf } from '../shape.js';
import { Tensor } from '../tensor.js';
import { checkDtype, elementOf } from './kinds/elements.js';

/** The shape of nested literals: `[[1, 2], [3, 4]]` is `[2, 2]`. */
export type NestedShape<V> = V extends number | boolean
  ? readonly []
  : V extends readonly []
    ? readonly [0]
    : V extends readonly [infer H, ...infer T]
      ? readonly [Length<[H, ...T]>, ...NestedShape<H>]
      : V extends readonly (infer E)[]
        ? E extends number | boolean
          ? readonly [number]
          : Shape
        : Shape;
type Length<T extends readonly unknown[]> = T['length'];

/**
 * Makes a tensor from numbers or booleans in (nested) arrays, or from a typed array and a shape, on the
 * backend in use.
 *
 * @param values - nested arrays, one number or boolean, or a Float32Array, Int32Array or Uint8Array (bytes
 * become int32). Typed arrays are copied.
 * @param shape - needed for typed arrays of rank other than 1; with nested arrays it must have as many elements
 * @param dtype - default: bool for booleans, the typed array's kind, else float32
 * @throws ShapeError for ragged arrays and for a shape of another size
 * @throws DtypeError for anything else than numbers and booleans
 * @throws ValueError for a number that the dtype int32 cannot hold: fractions, NaN, beyond ±2³¹
 * @example
 * tensor([[1, 2, 3], [4, 5, 6]]);                  // [2, 3] float32
 * tensor(new Int32Array([1, 2, 3, 4]), [2, 2]);    // [2, 2] int32
 */
export function tensor<const V extends NestedInput>(
  values: V,
  shape?: undefined,
  dtype?: DType,
): Tensor<NestedShape<V>>;
export function tensor<const S extends Shape>(
  values: TypedArray | Float64Array | NestedInput | NestedArray,
  shape: S,
  dtype?: DType,
): Tensor<S>;
export function tensor(
  values: TypedArray | Float64Array,
  shape?: undefined,
  dtype?: DType,
): Tensor<readonly [number]>;
export function tensor(values: unknown, shape?: Shape, dtype?: DType): Tensor {
  const host = ArrayBuffer.isView(values)
    ? fromTyped(values, dtype)
    : fromNested(values as NestedInput, dtype);
  const target = shape ?? host.shape;
  checkShape('tensor', target);
  if (sizeOf(target) !== host.values.length) {
    throw new ShapeError(
      `tensor: ${host.values.length} values for shape ${showShape(target)}, which has ${sizeOf(target)}`,
    );
  }
  return fromHost('tensor', host.values, target, host.dtype);
}

/** Uploads host values to the backend in use; the array is given away. */
export function fromHost(op: string, values: TypedArray, shape: Shape, dtype: DType): Tensor {
  reserve(op, values.length * bytesPerElement(dtype));
  const made = new Tensor([...shape], dtype, placeOn(currentBackend(), values, shape, dtype, op), op);
  adopt(made);
  return made;
}

interface HostValues {
  readonly values: TypedArray;
  readonly shape: Shape;
  readonly dtype: DType;
}

function fromTyped(view: ArrayBufferView, dtype: DType | undefined): HostValues {
  const isKnown =
    view instanceof Float32Array ||
    view instanceof Float64Array ||
    view instanceof Int32Array ||
    view instanceof Uint8Array;
  if (!isKnown) {
    throw new DtypeError(`tensor: cannot take ${describeValue(view)}`, {
      fix: 'convert it first, for example Float32Array.from(values)',
    });
  }
  const natural = view instanceof Float32Array || view instanceof Float64Array ? 'float32' : 'int32';
  const chosen = checkDtype('tensor', dtype ?? natural);
  return { values: convert(view, chosen), shape: [view.length], dtype: chosen };
}

function fromNested(input: NestedInput, dtype: DType | undefined): HostValues {
  const { values, shape } = unnest('tensor', input);
  const isBool = values.length > 0 && values.every((value) => typeof value === 'boolean');
  const chosen = checkDtype('tensor', dtype ?? (isBool ? 'bool' : 'float32'));
  return { values: convert(values.map(Number), chosen), shape, dtype: chosen };
}

function convert(values: ArrayLike<number>, dtype: DType): TypedArray {
  const out = allocate(dtype, values.length);
  const isWhole = values instanceof Int32Array || values instanceof Uint8Array;
  const fits = dtype === 'float32' || (dtype === 'int32' && isWhole);
  if (fits) out.set(values);
  else for (let i = 0; i < out.length; i++) out[i] = elementOf('tensor', values[i] as number, dtype);
  return out;
}
