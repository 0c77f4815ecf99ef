import { add, clip, log, mul, neg, sub, type Tensor } from '@descent/core';
import { epsilon } from './epsilon.js';
import type { DefinedLoss } from './loss.js';
import { pairLoss } from './pair-loss.js';

/**
 * Log loss (binary cross-entropy) of probabilities: mean of −t·log p − (1 − t)·log(1 − p). Probabilities are
 * kept in [1e-7, 1 − 1e-7], as in Keras. {@link logLossFromLogits} is exact and preferable.
 *
 * @param probabilities - in [0, 1], any shape
 * @param targets - in [0, 1], the same shape
 * @param weights - optional, one per example
 * @throws ShapeError when the shapes differ
 * @example logLoss(tensor([0.5]), tensor([1])).item() // 0.6931
 */
export const logLoss: DefinedLoss = /* @__PURE__ */ pairLoss('logLoss', binaryEntropy);

/** Log loss of each element. */
export function binaryEntropy(probabilities: Tensor, targets: Tensor): Tensor {
  const p = clip(probabilities, epsilon(), 1 - epsilon());
  return neg(add(mul(targets, log(p)), mul(sub(1, targets), log(sub(1, p)))));
}
