/** Element kind of a tensor: 32-bit float, 32-bit signed integer, or a byte that is 0 or 1. */
export type DType = 'float32' | 'int32' | 'bool';

/** The typed array that holds a dtype's elements: Float32Array, Int32Array, Uint8Array for bool. */
export type TypedArray = Float32Array | Int32Array | Uint8Array;

/** Bytes of one element. */
export function bytesPerElement(dtype: DType): number {
  return dtype === 'bool' ? 1 : 4;
}

/** A zero-filled typed array of the kind that holds `dtype`. */
export function allocate(dtype: DType, size: number): TypedArray {
  if (dtype === 'float32') return new Float32Array(size);
  return dtype === 'int32' ? new Int32Array(size) : new Uint8Array(size);
}

/**
 * The dtype that arithmetic on two dtypes yields: bool < int32 < float32.
 *
 * @example promote('int32', 'float32') // 'float32'
 */
export function promote(a: DType, b: DType): DType {
  if (a === 'float32' || b === 'float32') return 'float32';
  return a === 'int32' || b === 'int32' ? 'int32' : 'bool';
}
