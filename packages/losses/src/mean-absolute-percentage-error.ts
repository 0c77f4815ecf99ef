import { abs, div, maximum, mul, sub } from '@descent/core';
import { epsilon } from './epsilon.js';
import type { DefinedLoss } from './loss.js';
import { pairLoss } from './pair-loss.js';

/**
 * Mean absolute percentage error: 100 · mean of |p − t| / max(|t|, 1e-7), the error in per cent of the target.
 *
 * @param predictions - any shape
 * @param targets - the same shape, not near 0
 * @param weights - optional, one per example
 * @throws ShapeError when the shapes differ
 * @example meanAbsolutePercentageError(tensor([90, 5]), tensor([100, 4])).item() // 17.5
 */
export const meanAbsolutePercentageError: DefinedLoss = /* @__PURE__ */ pairLoss(
  'meanAbsolutePercentageError',
  (p, t) => mul(div(abs(sub(p, t)), maximum(abs(t), epsilon())), 100),
);
