import { abs, div, equal, max, mul, neg, sqrt, stopGradient, sum, type Tensor, where } from '@descent/core';
import type { DefinedLoss } from './loss.js';
import { pairLoss } from './pair-loss.js';

/**
 * Cosine similarity as a loss: −Σ p t / (|p| |t|) over the last axis, averaged over the rest, as in Keras: −1 for the
 * same direction, 0 for a right angle, 1 for the opposite. A vector of zeros is similar to none: 0.
 *
 * @param predictions - [..., size]
 * @param targets - the same shape
 * @param weights - optional, one per example
 * @throws ShapeError when the shapes differ
 * @example cosineSimilarity(tensor([[3, 4]]), tensor([[6, 8]])).item() // -1
 */
export const cosineSimilarity: DefinedLoss = /* @__PURE__ */ pairLoss('cosineSimilarity', (p, t) =>
  neg(sum(mul(direction(p), direction(t)), -1)),
);

/** Rows of length 1; zeros stay. The length of no direction is computed in squares that overflow. */
function direction(x: Tensor): Tensor {
  const scaled = div(x, orOne(stopGradient(max(abs(x), -1, { keepDims: true }))));
  return div(scaled, sqrt(orOne(sum(scaled.square(), -1, { keepDims: true })))) as Tensor;
}

/** A divisor: 1 in the place of 0. */
function orOne(x: Tensor): Tensor {
  return where(equal(x, 0), 1, x) as Tensor;
}
