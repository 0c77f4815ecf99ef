import { fromBfloat16, fromFloat16 } from '../half-floats.js';

/** Values of a tensor in a file: an array of its kind, half floats as float32. */
export type TensorValues =
  | Float64Array
  | Float32Array
  | Int32Array
  | Uint32Array
  | Int16Array
  | Uint16Array
  | Int8Array
  | Uint8Array
  | BigInt64Array
  | BigUint64Array;

/** What safetensors calls a kind of element. */
export type SafetensorsDtype =
  | 'F64'
  | 'F32'
  | 'F16'
  | 'BF16'
  | 'I64'
  | 'U64'
  | 'I32'
  | 'U32'
  | 'I16'
  | 'U16'
  | 'I8'
  | 'U8'
  | 'BOOL';

interface DtypeRow {
  readonly bytes: number;
  /** Values of bytes that are the reader's own and begin at a multiple of 8. */
  read(buffer: ArrayBuffer): TensorValues;
}

/** How values of each kind are read. */
export const dtypes: Readonly<Record<SafetensorsDtype, DtypeRow>> = {
  F64: { bytes: 8, read: (buffer) => new Float64Array(buffer) },
  F32: { bytes: 4, read: (buffer) => new Float32Array(buffer) },
  F16: { bytes: 2, read: (buffer) => fromFloat16(new Uint16Array(buffer)) },
  BF16: { bytes: 2, read: (buffer) => fromBfloat16(new Uint16Array(buffer)) },
  I64: { bytes: 8, read: (buffer) => new BigInt64Array(buffer) },
  U64: { bytes: 8, read: (buffer) => new BigUint64Array(buffer) },
  I32: { bytes: 4, read: (buffer) => new Int32Array(buffer) },
  U32: { bytes: 4, read: (buffer) => new Uint32Array(buffer) },
  I16: { bytes: 2, read: (buffer) => new Int16Array(buffer) },
  U16: { bytes: 2, read: (buffer) => new Uint16Array(buffer) },
  I8: { bytes: 1, read: (buffer) => new Int8Array(buffer) },
  U8: { bytes: 1, read: (buffer) => new Uint8Array(buffer) },
  BOOL: { bytes: 1, read: (buffer) => new Uint8Array(buffer) },
};

/** The kind of an array's elements. */
export function dtypeOf(values: TensorValues): SafetensorsDtype | undefined {
  return kinds.get(values.constructor);
}

const kinds: ReadonlyMap<unknown, SafetensorsDtype> = new Map<unknown, SafetensorsDtype>([
  [Float64Array, 'F64'],
  [Float32Array, 'F32'],
  [BigInt64Array, 'I64'],
  [BigUint64Array, 'U64'],
  [Int32Array, 'I32'],
  [Uint32Array, 'U32'],
  [Int16Array, 'I16'],
  [Uint16Array, 'U16'],
  [Int8Array, 'I8'],
  [Uint8Array, 'U8'],
]);
