import { checkOptions, div, scope, type Tensor, withRecipe } from '@descent/core';
import { l1 as lasso } from './l1.js';
import { l2 as ridge } from './l2.js';
import { type Regularizer, scaled, softThreshold } from './regularizer.js';

/**
 * Elastic net: l1 · Σ |w| + l2 · Σ w².
 *
 * @param options - both strengths, ≥ 0; default 0.01 each
 * @returns the penalty; its `proximal` moves each weight towards 0 by rate · l1, and no farther, and divides it by
 * 1 + 2 · rate · l2
 * @throws ValueError
 * @see Zou and Hastie, Regularization and variable selection via the elastic net, 2005
 * @example l1l2({ l1: 0.1, l2: 0.1 })(tensor([1, -2])).item() // 0.8
 */
export function l1l2(options: { readonly l1?: number; readonly l2?: number } = {}): Regularizer {
  const { l1 = 0.01, l2 = 0.01 } = checkOptions('l1l2', options, ['l1', 'l2']);
  const [first, second] = [lasso(l1), ridge(l2)];
  const penalty = Object.assign((parameter: Tensor) => scope(() => first(parameter).add(second(parameter))), {
    proximal: (value: Tensor, rate: Tensor | number) =>
      scope(() => {
        const shrinking = scaled(rate, 2 * l2);
        const divisor = typeof shrinking === 'number' ? shrinking + 1 : shrinking.add(1);
        return div(softThreshold(value, rate, l1), divisor) as Tensor;
      }),
  });
  return withRecipe(penalty, 'l1l2', { l1, l2 });
}
