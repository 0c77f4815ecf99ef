import { div, maximum, type Tensor, withRecipe } from '@descent/core';
import type { Constraint } from '../parameter.js';
import { checkNorm, normOf } from './norm.js';

/**
 * Shrinks what is longer than a limit: w ← w · min(1, max / ‖w‖), along one axis. With the default axis a kernel's
 * columns, the weights into one unit, are limited one by one.
 *
 * @param max - largest norm, > 0; default 2, as in Keras
 * @param axis - the axis, or axes, that a norm goes along; default 0. [0, 1, 2] for the kernel of a conv2d
 * @throws ValueError for a limit that is not a finite number > 0
 * @see Srivastava et al., Dropout: a simple way to prevent neural networks from overfitting, JMLR 2014, section 5.1
 * @example dense(10, { kernelConstraint: maxNorm(3) })
 */
export function maxNorm(max = 2, axis: number | readonly number[] = 0): Constraint {
  checkNorm('maxNorm', 'max', max);
  const shrink = (w: Tensor): Tensor => w.mul(div(max, maximum(normOf(w, axis), max)));
  return withRecipe(shrink, 'maxNorm', { max, axis });
}
