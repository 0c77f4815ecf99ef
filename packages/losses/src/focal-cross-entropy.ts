import { log, mul, neg, type Tensor } from '@descent/core';
import { classShares } from './class-shares.js';
import { normalized } from './cross-entropy.js';
import { defineLoss } from './define-loss.js';
import { classFocus, type FocalCrossEntropyOptions } from './focal.js';
import type { DefinedLoss } from './loss.js';

/**
 * Focal cross-entropy of probabilities over the last axis, averaged over the rest: −mean Σ α (1 − p)^γ · t·log p.
 * Probabilities are treated as in {@link crossEntropy}; {@link focalCrossEntropyFromLogits} is exact and preferable.
 *
 * @param options - `gamma`, `alpha`
 * @returns a loss of probabilities [..., classes] and of class indices [...] (int32) or one-hot [..., classes]
 * @throws ValueError for options out of range; ShapeError from the loss, when the shapes differ
 * @example focalCrossEntropy()(tensor([[0.5, 0.5]]), tensor([[0, 1]])).item() // 0.0433
 * @see Lin et al., Focal loss for dense object detection, 2017
 */
export function focalCrossEntropy(options?: FocalCrossEntropyOptions): DefinedLoss {
  const op = 'focalCrossEntropy';
  const focused = classFocus(op, options);
  const values = (probabilities: Tensor, targets: Tensor): Tensor => {
    const t = classShares(op, 'probabilities', probabilities, targets);
    const p = normalized(probabilities);
    return focused(neg(mul(t, log(p))), p);
  };
  return defineLoss(op, values, focused.options);
}
