import { equal, exp, logSoftmax, mul, neg, type Tensor, where } from '@descent/core';
import { classShares } from './class-shares.js';
import { defineLoss } from './define-loss.js';
import { classFocus, type FocalCrossEntropyOptions } from './focal.js';
import type { DefinedLoss } from './loss.js';

/**
 * Focal cross-entropy of logits over the last axis, averaged over the rest: −mean Σ α (1 − p)^γ · t·log p with
 * p = softmax(z). Never overflows.
 *
 * @param options - `gamma`, `alpha`
 * @returns a loss of logits [..., classes] and of class indices [...] (int32) or one-hot [..., classes]
 * @throws ValueError for options out of range; ShapeError from the loss, when the shapes differ
 * @example focalCrossEntropyFromLogits()(tensor([[0, 0]]), tensor([[0, 1]])).item() // 0.0433
 * @see Lin et al., Focal loss for dense object detection, 2017
 */
export function focalCrossEntropyFromLogits(options?: FocalCrossEntropyOptions): DefinedLoss {
  const op = 'focalCrossEntropyFromLogits';
  const focused = classFocus(op, options);
  const values = (logits: Tensor, targets: Tensor): Tensor => {
    const t = classShares(op, 'logits', logits, targets);
    const logs = logSoftmax(logits) as Tensor;
    // What is no target adds nothing, even where its logit is −∞.
    return focused(neg(where(equal(t, 0), 0, mul(t, logs))) as Tensor, exp(logs));
  };
  return defineLoss(op, values, focused.options);
}
