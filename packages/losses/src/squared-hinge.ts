import type { DefinedLoss } from './loss.js';
import { pairLoss } from './pair-loss.js';
import { shortfall } from './shortfall.js';

/**
 * Squared hinge loss: mean of max(0, 1 − t p)².
 *
 * @param predictions - scores, above 0 for yes; any shape
 * @param targets - −1 or 1 (or 0 and 1: a 0 counts as −1), the same shape
 * @param weights - optional, one per example
 * @throws ShapeError when the shapes differ
 * @example squaredHinge(tensor([0.5, 2]), tensor([1, 1])).item() // 0.125
 */
export const squaredHinge: DefinedLoss = /* @__PURE__ */ pairLoss('squaredHinge', (p, t) =>
  shortfall(p, t).square(),
);
