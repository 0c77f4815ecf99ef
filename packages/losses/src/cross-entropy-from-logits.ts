import { softmaxCrossEntropy } from '@descent/core';
import { classShares } from './class-shares.js';
import { defineLoss } from './define-loss.js';
import type { DefinedLoss } from './loss.js';

/**
 * Cross-entropy of logits over the last axis, averaged over the rest: −mean Σ t·log softmax(z). Never overflows.
 *
 * @param logits - [..., classes]
 * @param targets - class indices [...], int32; or probabilities (one-hot) [..., classes]
 * @param weights - optional, one per example
 * @returns scalar. An index outside the classes counts as no class at all; `fit` refuses such labels.
 * @throws ShapeError when the targets fit in neither way
 * @example crossEntropyFromLogits(tensor([[0, 0]]), tensor([1], undefined, 'int32')).item() // 0.6931
 */
export const crossEntropyFromLogits: DefinedLoss = /* @__PURE__ */ defineLoss(
  'crossEntropyFromLogits',
  (logits, targets) =>
    softmaxCrossEntropy(logits, classShares('crossEntropyFromLogits', 'logits', logits, targets)),
);
