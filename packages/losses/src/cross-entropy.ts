import { clip, div, log, mul, neg, sum, type Tensor } from '@descent/core';
import { classShares } from './class-shares.js';
import { defineLoss } from './define-loss.js';
import { epsilon } from './epsilon.js';
import type { DefinedLoss } from './loss.js';

/**
 * Cross-entropy of probabilities over the last axis, averaged over the rest: −mean Σ t·log p. Each row is divided by
 * its sum and then kept in [1e-7, 1 − 1e-7], as in Keras. {@link crossEntropyFromLogits} is exact and preferable.
 *
 * @param probabilities - [..., classes], such as softmax gives
 * @param targets - class indices [...], int32; or probabilities (one-hot) [..., classes]
 * @param weights - optional, one per example
 * @throws ShapeError when the targets fit in neither way
 * @example crossEntropy(tensor([[0.5, 0.5]]), tensor([1], undefined, 'int32')).item() // 0.6931
 */
export const crossEntropy: DefinedLoss = /* @__PURE__ */ defineLoss(
  'crossEntropy',
  (probabilities, targets) => {
    const shares = classShares('crossEntropy', 'probabilities', probabilities, targets);
    return neg(sum(mul(shares, log(normalized(probabilities))), -1));
  },
);

/** Rows divided by their sums, away from 0 and 1. */
export function normalized(probabilities: Tensor): Tensor {
  return clip(
    div(probabilities, sum(probabilities, -1, { keepDims: true })),
    epsilon(),
    1 - epsilon(),
  ) as Tensor;
}
