import { squaredDifference } from '@descent/core';
import type { DefinedLoss } from './loss.js';
import { pairLoss } from './pair-loss.js';

/**
 * Mean squared error: mean of (p − t)² over all elements.
 *
 * @param predictions - any shape
 * @param targets - the same shape
 * @param weights - optional, one per example
 * @throws ShapeError when the shapes differ
 * @example meanSquaredError(tensor([1, 2]), tensor([1, 4])).item() // 2
 */
export const meanSquaredError: DefinedLoss = /* @__PURE__ */ pairLoss('meanSquaredError', squaredDifference);
