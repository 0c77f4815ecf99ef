import type { DefinedLoss } from './loss.js';
import { pairLoss } from './pair-loss.js';
import { shortfall } from './shortfall.js';

/**
 * Hinge loss, that of support vector machines: mean of max(0, 1 − t p).
 *
 * @param predictions - scores, above 0 for yes; any shape
 * @param targets - −1 or 1 (or 0 and 1: a 0 counts as −1), the same shape
 * @param weights - optional, one per example
 * @throws ShapeError when the shapes differ
 * @example hinge(tensor([0.5, 2]), tensor([1, 1])).item() // 0.25
 */
export const hinge: DefinedLoss = /* @__PURE__ */ pairLoss('hinge', shortfall);
