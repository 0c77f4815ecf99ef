import { add, maximum, mul, pow, sub, sum, type Tensor, tensor, ValueError } from '@descent/core';
import { checkOptions } from './check-options.js';
import { checkWithin } from './check-within.js';

/** Options of {@link focalLogLoss} and {@link focalLogLossFromLogits}. */
export interface FocalLogLossOptions {
  /** How much less an easy example counts, ≥ 0; 0 gives log loss. Default 2. */
  readonly gamma?: number;
  /** Weight of yes, from 0 to 1; no gets 1 − alpha. Default: both get 1. */
  readonly alpha?: number;
}

/** Options of {@link focalCrossEntropy} and {@link focalCrossEntropyFromLogits}. */
export interface FocalCrossEntropyOptions {
  /** How much less an easy example counts, ≥ 0; 0 gives alpha · cross-entropy. Default 2. */
  readonly gamma?: number;
  /** Weight of all classes, or one for each, ≥ 0. Default 0.25. */
  readonly alpha?: number | readonly number[];
}

/** How examples count, and the options that say so, defaults included. */
interface Focus<Given extends readonly Tensor[]> {
  (...given: Given): Tensor;
  readonly options: Readonly<Record<string, unknown>>;
}

/**
 * How examples of yes and no count: (1 − pₜ)^γ, with pₜ the probability of what is right, and alpha's weights.
 * @throws ValueError for options out of range
 * @returns of the entropy, the probabilities of yes and of no, and the targets, the focal loss of each element
 */
export function binaryFocus(
  op: string,
  options: FocalLogLossOptions = {},
): Focus<[entropy: Tensor, yes: Tensor, no: Tensor, targets: Tensor]> {
  const { gamma = 2, alpha } = checkOptions(op, options, ['gamma', 'alpha']);
  checkWithin(op, 'gamma', gamma, 0);
  if (alpha !== undefined) checkWithin(op, 'alpha', alpha, 0, 1);
  const focused = (entropy: Tensor, yes: Tensor, no: Tensor, targets: Tensor): Tensor => {
    const split = (a: Tensor | number, b: Tensor | number) =>
      add(mul(targets, a), mul(sub(1, targets), b)) as Tensor;
    const plain = mul(entropy, focus(split(no, yes), gamma));
    return alpha === undefined ? plain : mul(plain, split(alpha, 1 - alpha));
  };
  return Object.assign(focused, { options: { gamma, alpha } });
}

/**
 * How examples of several classes count: alpha · (1 − p)^γ.
 * @throws ValueError for options out of range
 * @returns of −t·log p and p, the focal loss of each row
 */
export function classFocus(
  op: string,
  options: FocalCrossEntropyOptions = {},
): Focus<[entropies: Tensor, probabilities: Tensor]> {
  const { gamma = 2, alpha = 0.25 } = checkOptions(op, options, ['gamma', 'alpha']);
  checkWithin(op, 'gamma', gamma, 0);
  for (const weight of [alpha].flat()) checkWithin(op, 'alpha', weight, 0);
  const focused = (entropies: Tensor, probabilities: Tensor): Tensor => {
    const classes = probabilities.shape.at(-1);
    if (typeof alpha === 'object' && alpha.length !== classes) {
      throw new ValueError(`${op}: alpha has ${alpha.length} weights, predictions have ${classes} classes`);
    }
    return sum(
      mul(
        mul(entropies, focus(sub(1, probabilities), gamma)),
        typeof alpha === 'number' ? alpha : tensor([...alpha]),
      ),
      -1,
    );
  };
  return Object.assign(focused, { options: { gamma, alpha } });
}

/** doubt^γ; kept above 0, where powers below 1 have no slope. */
function focus(doubt: Tensor, gamma: number): Tensor {
  return pow(maximum(doubt, 1e-30), gamma) as Tensor;
}
