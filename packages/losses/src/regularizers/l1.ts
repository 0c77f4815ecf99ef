import { abs, scope } from '@descent/core';
import { checkStrength, type Regularizer } from './regularizer.js';

/**
 * Lasso penalty: strength · Σ |w|. Drives small weights to 0.
 *
 * @param strength - ≥ 0; default 0.01, as in Keras
 * @throws ValueError
 * @example l1(0.1)(tensor([1, -2])).item() // 0.3
 */
export function l1(strength = 0.01): Regularizer {
  checkStrength('l1', strength);
  return (parameter) => scope(() => abs(parameter).sum().mul(strength));
}
