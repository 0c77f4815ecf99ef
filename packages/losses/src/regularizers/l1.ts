import { abs, scope, type Tensor, withRecipe } from '@descent/core';
import { checkWithin } from '../check-within.js';
import { type Regularizer, softThreshold } from './regularizer.js';

/**
 * Lasso penalty: strength · Σ |w|. Drives small weights to 0.
 *
 * @param strength - ≥ 0; default 0.01, as in Keras
 * @returns the penalty; its `proximal` moves each weight towards 0 by rate · strength, and no farther
 * @throws ValueError
 * @example l1(0.1)(tensor([1, -2])).item() // 0.3
 * @see Tibshirani, Regression shrinkage and selection via the lasso, 1996
 */
export function l1(strength = 0.01): Regularizer {
  checkWithin('l1', 'strength', strength, 0);
  const penalty = Object.assign((parameter: Tensor) => scope(() => abs(parameter).sum().mul(strength)), {
    proximal: (value: Tensor, rate: Tensor | number) => scope(() => softThreshold(value, rate, strength)),
  });
  return withRecipe(penalty, 'l1', { strength });
}
