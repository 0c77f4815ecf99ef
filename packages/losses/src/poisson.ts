import { add, log, mul, sub } from '@descent/core';
import { epsilon } from './epsilon.js';
import type { DefinedLoss } from './loss.js';
import { pairLoss } from './pair-loss.js';

/**
 * Poisson loss, for counts: mean of p − t·log(p + 1e-7), as in Keras; the targets' own term log t! is left out.
 *
 * @param predictions - expected counts, > 0; any shape
 * @param targets - counts, the same shape
 * @param weights - optional, one per example
 * @throws ShapeError when the shapes differ
 * @example poisson(tensor([1, 2]), tensor([1, 4])).item() // 0.1137
 */
export const poisson: DefinedLoss = /* @__PURE__ */ pairLoss('poisson', (p, t) =>
  sub(p, mul(t, log(add(p, epsilon())))),
);
