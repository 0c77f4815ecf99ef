import { abs, sub } from '@descent/core';
import type { DefinedLoss } from './loss.js';
import { pairLoss } from './pair-loss.js';

/**
 * Mean absolute error: mean of |p − t| over all elements. Outliers weigh less than in the squared error; where p = t
 * the gradient is 0.
 *
 * @param predictions - any shape
 * @param targets - the same shape
 * @param weights - optional, one per example
 * @throws ShapeError when the shapes differ
 * @example meanAbsoluteError(tensor([1, 2]), tensor([1, 4])).item() // 1
 */
export const meanAbsoluteError: DefinedLoss = /* @__PURE__ */ pairLoss('meanAbsoluteError', (p, t) =>
  abs(sub(p, t)),
);
