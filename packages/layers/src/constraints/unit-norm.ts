import { div, maximum, type Tensor, withRecipe } from '@descent/core';
import type { Constraint } from '../parameter.js';
import { normOf } from './norm.js';

/** Shorter vectors are taken for this long, as in Keras: 0 stays 0. */
const shortest = 1e-7;

/**
 * Gives weights the length 1: w ← w / ‖w‖, along one axis.
 *
 * @param axis - the axis, or axes, that a norm goes along; default 0
 * @example embedding(1000, 64, { embeddingsConstraint: unitNorm(1) })
 */
export function unitNorm(axis: number | readonly number[] = 0): Constraint {
  const normalize = (w: Tensor): Tensor => div(w, maximum(normOf(w, axis), shortest));
  return withRecipe(normalize, 'unitNorm', { axis });
}
