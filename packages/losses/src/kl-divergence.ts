import { clip, div, log, mul, sum } from '@descent/core';
import { epsilon } from './epsilon.js';
import type { DefinedLoss } from './loss.js';
import { pairLoss } from './pair-loss.js';

/**
 * Kullback–Leibler divergence, how far probabilities lie from those of the targets: Σ t·log(t / p) over the last axis,
 * averaged over the rest. Both are kept in [1e-7, 1], as in Keras.
 *
 * @param probabilities - [..., classes], rows of sum 1
 * @param targets - the same
 * @param weights - optional, one per example
 * @throws ShapeError when the shapes differ
 * @example klDivergence(tensor([[0.5, 0.5]]), tensor([[0.9, 0.1]])).item() // 0.3681
 * @see Kullback and Leibler, On information and sufficiency, 1951
 */
export const klDivergence: DefinedLoss = /* @__PURE__ */ pairLoss(
  'klDivergence',
  (probabilities, targets) => {
    const [p, t] = [clip(probabilities, epsilon(), 1), clip(targets, epsilon(), 1)];
    return sum(mul(t, log(div(t, p))), -1);
  },
);
