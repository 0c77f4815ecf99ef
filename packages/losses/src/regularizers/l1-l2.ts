import { scope } from '@descent/core';
import { l1 as lasso } from './l1.js';
import { l2 as ridge } from './l2.js';
import type { Regularizer } from './regularizer.js';

/**
 * Elastic net: l1 · Σ |w| + l2 · Σ w².
 *
 * @param options - both strengths, ≥ 0; default 0.01 each
 * @throws ValueError
 * @see Zou and Hastie, Regularization and variable selection via the elastic net, 2005
 * @example l1l2({ l1: 0.1, l2: 0.1 })(tensor([1, -2])).item() // 0.8
 */
export function l1l2({
  l1 = 0.01,
  l2 = 0.01,
}: {
  readonly l1?: number;
  readonly l2?: number;
} = {}): Regularizer {
  const [first, second] = [lasso(l1), ridge(l2)];
  return (parameter) => scope(() => first(parameter).add(second(parameter)));
}
