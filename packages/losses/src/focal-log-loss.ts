import { sub } from '@descent/core';
import { binaryFocus, type FocalLogLossOptions } from './focal.js';
import { binaryEntropy } from './log-loss.js';
import type { DefinedLoss } from './loss.js';
import { pairLoss } from './pair-loss.js';

/**
 * Focal log loss of probabilities, for many easy examples and few hard ones: mean of (1 − pₜ)^γ · (−log pₜ), where pₜ
 * is the probability of what is right. {@link focalLogLossFromLogits} is exact and preferable.
 *
 * @param options - `gamma`, `alpha`
 * @returns a loss of probabilities in [0, 1] and targets in [0, 1] of one shape
 * @throws ValueError for options out of range; ShapeError from the loss, when the shapes differ
 * @example focalLogLoss()(tensor([0.5]), tensor([1])).item() // 0.1733
 * @see Lin et al., Focal loss for dense object detection, 2017
 */
export function focalLogLoss(options?: FocalLogLossOptions): DefinedLoss {
  const focused = binaryFocus('focalLogLoss', options);
  return pairLoss('focalLogLoss', (p, t) => focused(binaryEntropy(p, t), p, sub(1, p), t), focused.options);
}
