import { scope } from '@descent/core';
import { checkStrength, type Regularizer } from './regularizer.js';

/**
 * Ridge penalty: strength · Σ w². Keeps weights small.
 *
 * @param strength - ≥ 0; default 0.01, as in Keras
 * @throws ValueError
 * @example l2(0.1)(tensor([1, -2])).item() // 0.5
 */
export function l2(strength = 0.01): Regularizer {
  checkStrength('l2', strength);
  return (parameter) => scope(() => parameter.square().sum().mul(strength));
}
