import { neg, sigmoid } from '@descent/core';
import { binaryFocus, type FocalLogLossOptions } from './focal.js';
import { entropyOfLogits } from './log-loss-from-logits.js';
import type { DefinedLoss } from './loss.js';
import { pairLoss } from './pair-loss.js';

/**
 * Focal log loss of logits, for many easy examples and few hard ones: mean of (1 − pₜ)^γ · (−log pₜ), where pₜ is the
 * probability of what is right, sigmoid(z) or 1 − sigmoid(z). Never overflows.
 *
 * @param options - `gamma`, `alpha`
 * @returns a loss of logits and targets in [0, 1] of one shape
 * @throws ValueError for options out of range; ShapeError from the loss, when the shapes differ
 * @example focalLogLossFromLogits()(tensor([0]), tensor([1])).item() // 0.1733
 * @see Lin et al., Focal loss for dense object detection, 2017
 */
export function focalLogLossFromLogits(options?: FocalLogLossOptions): DefinedLoss {
  const focused = binaryFocus('focalLogLossFromLogits', options);
  return pairLoss(
    'focalLogLossFromLogits',
    (z, t) => focused(entropyOfLogits(z, t), sigmoid(z), sigmoid(neg(z)), t),
    focused.options,
  );
}
