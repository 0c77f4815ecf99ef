import type { DType } from '@descent/core';

/** WGSL type of a value of a dtype in arithmetic. */
export function valueType(dtype: DType): 'f32' | 'i32' | 'bool' {
  return dtype === 'float32' ? 'f32' : dtype === 'int32' ? 'i32' : 'bool';
}

/** WGSL type of an element in memory: storage has no bool, a word of 0 or 1 stands for it. */
export function storageType(dtype: DType): 'f32' | 'i32' | 'u32' {
  return dtype === 'float32' ? 'f32' : dtype === 'int32' ? 'i32' : 'u32';
}

/**
 * A number as WGSL writes it. WGSL has no literals for NaN and infinities: functions give those.
 * @example literal(0.5) // '0.5f'
 */
export function literal(value: number, dtype: DType = 'float32'): string {
  if (dtype === 'bool') return String(value !== 0);
  if (dtype === 'int32') return value === -(2 ** 31) ? 'i32(-2147483647 - 1)' : `i32(${value})`;
  const rounded = Math.fround(value);
  if (Number.isNaN(rounded)) return 'nan()';
  if (!Number.isFinite(rounded)) return rounded > 0 ? 'infinity()' : '(-infinity())';
  if (Object.is(rounded, -0)) return 'bitcast<f32>(0x80000000u)';
  return rounded < 0 ? `(${rounded}f)` : `${rounded}f`;
}

/** Name of a u32 that is 0 wherever {@link hiddenNumber} is used, which only the device finds out. */
export const noBits = 'no_bits';

/**
 * A number that compilers cannot compute with: beside a literal they take x · 0 for 0 though x is NaN, and x / 3 for x · ⅓.
 * @example hiddenNumber(0.5, 'float32') // 'bitcast<f32>(0x3f000000u + no_bits)'
 */
export function hiddenNumber(value: number, dtype: DType): string {
  if (dtype === 'bool') return literal(value, dtype);
  const words = dtype === 'float32' ? new Uint32Array(Float32Array.of(value).buffer) : Uint32Array.of(value);
  return `bitcast<${valueType(dtype)}>(0x${(words[0] as number).toString(16).padStart(8, '0')}u + ${noBits})`;
}
