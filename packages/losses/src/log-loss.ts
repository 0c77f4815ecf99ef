import { add, clip, log, mul, neg, scope, sub, type Tensor } from '@descent/core';
import { checkPair } from './check-pair.js';

/** Keras' fuzz factor: probabilities are kept this far from 0 and 1. */
const epsilon = 1e-7;

/**
 * Log loss (binary cross-entropy) of probabilities: mean of −t·log p − (1 − t)·log(1 − p). Probabilities are
 * kept in [1e-7, 1 − 1e-7], as in Keras. {@link logLossFromLogits} is exact and preferable.
 *
 * @param probabilities - in [0, 1], any shape
 * @param targets - in [0, 1], the same shape
 * @throws ShapeError when the shapes differ
 * @example logLoss(tensor([0.5]), tensor([1])).item() // 0.6931
 */
export function logLoss(probabilities: Tensor, targets: Tensor): Tensor<readonly []> {
  checkPair('logLoss', probabilities, targets);
  return scope(() => {
    const p = clip(probabilities, epsilon, 1 - epsilon);
    return neg(add(mul(targets, log(p)), mul(sub(1, targets), log(sub(1, p)))).mean());
  });
}
