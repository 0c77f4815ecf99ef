/**
 * A number as GLSL writes it. GLSL has no literals for NaN and infinities.
 * @example glslNumber(2) // '2.0'
 */
export function glslNumber(value: number): string {
  if (Number.isNaN(value)) return 'NAN';
  const rounded = Math.fround(value);
  if (!Number.isFinite(rounded))
    return rounded > 0 ? 'uintBitsToFloat(0x7f800000u)' : 'uintBitsToFloat(0xff800000u)';
  const text = String(rounded);
  return /[.e]/.test(text) ? text : `${text}.0`;
}
