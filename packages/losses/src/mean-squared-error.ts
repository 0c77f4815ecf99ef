import { scope, squaredDifference, type Tensor } from '@descent/core';
import { checkPair } from './check-pair.js';

/**
 * Mean squared error: mean of (p − t)² over all elements.
 *
 * @param predictions - any shape
 * @param targets - the same shape
 * @throws ShapeError when the shapes differ
 * @example meanSquaredError(tensor([1, 2]), tensor([1, 4])).item() // 2
 */
export function meanSquaredError(predictions: Tensor, targets: Tensor): Tensor<readonly []> {
  checkPair('meanSquaredError', predictions, targets);
  return scope(() => squaredDifference(predictions, targets).mean());
}
