import { mul, scope, softplus, sub, type Tensor } from '@descent/core';
import { checkPair } from './check-pair.js';

/**
 * Log loss (binary cross-entropy) of logits: mean of softplus(z) − z·t, which never overflows.
 *
 * @param logits - any shape; sigmoid(logits) are the probabilities
 * @param targets - in [0, 1], the same shape
 * @throws ShapeError when the shapes differ
 * @example logLossFromLogits(tensor([0]), tensor([1])).item() // 0.6931
 */
export function logLossFromLogits(logits: Tensor, targets: Tensor): Tensor<readonly []> {
  checkPair('logLossFromLogits', logits, targets);
  return scope(() => sub(softplus(logits), mul(logits, targets)).mean());
}
