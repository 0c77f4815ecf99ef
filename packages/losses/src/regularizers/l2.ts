import { scope, type Tensor, withRecipe } from '@descent/core';
import { checkWithin } from '../check-within.js';
import type { Regularizer } from './regularizer.js';

/**
 * Ridge penalty: strength · Σ w². Keeps weights small.
 *
 * @param strength - ≥ 0; default 0.01, as in Keras
 * @throws ValueError
 * @example l2(0.1)(tensor([1, -2])).item() // 0.5
 * @see Hoerl and Kennard, Ridge regression, 1970
 */
export function l2(strength = 0.01): Regularizer {
  checkWithin('l2', 'strength', strength, 0);
  const penalty = (parameter: Tensor): Tensor => scope(() => parameter.square().sum().mul(strength));
  return withRecipe(penalty, 'l2', { strength });
}
