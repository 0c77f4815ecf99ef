import { relu, type Tensor, withRecipe } from '@descent/core';
import type { Constraint } from '../parameter.js';

/**
 * Keeps weights at 0 or above: w ← max(w, 0). Keras calls it NonNeg.
 * @example dense(10, { kernelConstraint: nonNegative() })
 */
export function nonNegative(): Constraint {
  return withRecipe((w: Tensor): Tensor => relu(w), 'nonNegative');
}
