import { currentBackend } from './current-backend.js';

/**
 * An epsilon that the backend in use can tell from 0, and 1 − epsilon from 1: the one given, or a larger one where numbers
 * have fewer bits than float32. For formulas that would else divide by 0 or take the logarithm of 0 on such a device.
 *
 * @param epsilon - what serves in float32, such as 1e-7
 * @returns at least 2⁻¹¹ on `webgl({ precision: 'float16' })`, the epsilon itself where numbers are float32
 * @example x.div(norm.add(effectiveEpsilon(1e-7)))
 */
export function effectiveEpsilon(epsilon: number): number {
  return Math.max(epsilon, currentBackend().epsilon ?? 0);
}
