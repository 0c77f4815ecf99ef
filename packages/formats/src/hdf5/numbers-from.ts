import type { Datatype } from './datatype.js';

/** Numbers from their bytes, copied. */
export function numbersFrom(
  bytes: Uint8Array,
  { format, size, isBigEndian }: Extract<Datatype, { kind: 'number' }>,
): Float32Array | Float64Array | Int32Array | Uint8Array {
  const own = bytes.slice();
  if (isBigEndian) for (let at = 0; at < own.length; at += size) own.subarray(at, at + size).reverse();
  const { buffer } = own;
  switch (format) {
    case 'float16':
      return Float32Array.from(new Uint16Array(buffer), halfToNumber);
    case 'float32':
      return new Float32Array(buffer);
    case 'float64':
      return new Float64Array(buffer);
    case 'int8':
      return Int32Array.from(new Int8Array(buffer));
    case 'int16':
      return Int32Array.from(new Int16Array(buffer));
    case 'int32':
      return new Int32Array(buffer);
    case 'int64':
      return Float64Array.from(new BigInt64Array(buffer), Number);
    case 'uint8':
      return own;
    case 'uint16':
      return Int32Array.from(new Uint16Array(buffer));
    case 'uint32':
      return Float64Array.from(new Uint32Array(buffer));
    case 'uint64':
      return Float64Array.from(new BigUint64Array(buffer), Number);
  }
}

/** IEEE 754 binary16. */
function halfToNumber(bits: number): number {
  const sign = bits & 0x8000 ? -1 : 1;
  const exponent = (bits >> 10) & 31;
  const fraction = bits & 1023;
  if (exponent === 0) return sign * fraction * 2 ** -24;
  if (exponent === 31) return fraction === 0 ? sign * Number.POSITIVE_INFINITY : Number.NaN;
  return sign * (1 + fraction / 1024) * 2 ** (exponent - 15);
}
