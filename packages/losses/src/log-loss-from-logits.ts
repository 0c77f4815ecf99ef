import { mul, softplus, sub, type Tensor } from '@descent/core';
import type { DefinedLoss } from './loss.js';
import { pairLoss } from './pair-loss.js';

/**
 * Log loss (binary cross-entropy) of logits: mean of softplus(z) − z·t, which never overflows.
 *
 * @param logits - any shape; sigmoid(logits) are the probabilities
 * @param targets - in [0, 1], the same shape
 * @param weights - optional, one per example
 * @throws ShapeError when the shapes differ
 * @example logLossFromLogits(tensor([0]), tensor([1])).item() // 0.6931
 */
export const logLossFromLogits: DefinedLoss = /* @__PURE__ */ pairLoss('logLossFromLogits', entropyOfLogits);

/** Log loss of each element. */
export function entropyOfLogits(logits: Tensor, targets: Tensor): Tensor {
  return sub(softplus(logits), mul(logits, targets));
}
