import { abs, add, mul, softplus, sub } from '@descent/core';
import type { DefinedLoss } from './loss.js';
import { pairLoss } from './pair-loss.js';

/**
 * Log-cosh loss: mean of log cosh(p − t), about ½ e² for small errors and |e| − log 2 for large ones; smooth, and never
 * overflowing.
 *
 * @param predictions - any shape
 * @param targets - the same shape
 * @param weights - optional, one per example
 * @throws ShapeError when the shapes differ
 * @example logCosh(tensor([1, 2]), tensor([1, 4])).item() // 0.6625
 */
export const logCosh: DefinedLoss = /* @__PURE__ */ pairLoss('logCosh', (p, t) => {
  const distance = abs(sub(p, t));
  return sub(add(distance, softplus(mul(distance, -2))), Math.LN2);
});
