import {
  add,
  checkOptions,
  clip,
  describeValue,
  div,
  maximum,
  type Tensor,
  ValueError,
  withRecipe,
} from '@descent/core';
import type { Constraint } from '../parameter.js';
import { checkNorm, normOf } from './norm.js';

/** Options of {@link minMaxNorm}. */
export interface MinMaxNormOptions {
  /** Default 0. */
  readonly min?: number;
  /** Default 1. */
  readonly max?: number;
  /** How much of the way to go at each update, in (0, 1]. Default 1. */
  readonly rate?: number;
  /** The axis, or axes, that a norm goes along. Default 0. */
  readonly axis?: number | readonly number[];
}

/** Shorter vectors are taken for this long, as in Keras. */
const shortest = 1e-7;

/**
 * Keeps lengths between two limits: w ← w · (rate · clip(‖w‖, min, max) + (1 − rate) · ‖w‖) / ‖w‖, along one axis.
 * @throws ValueError for limits below 0 or in the wrong order, and for a rate outside (0, 1]
 * @example dense(10, { kernelConstraint: minMaxNorm({ min: 0.5, max: 2 }) })
 */
export function minMaxNorm(options: MinMaxNormOptions = {}): Constraint {
  const names = ['min', 'max', 'rate', 'axis'] as const;
  const { min = 0, max = 1, rate = 1, axis = 0 } = checkOptions('minMaxNorm', options, names);
  checkNorm('minMaxNorm', 'max', max);
  if (!(min >= 0 && min <= max)) {
    throw new ValueError(`minMaxNorm: min must lie in [0, ${max}], got ${describeValue(min)}`);
  }
  if (!(rate > 0 && rate <= 1)) {
    throw new ValueError(`minMaxNorm: rate must lie in (0, 1], got ${describeValue(rate)}`);
  }
  const bound = (w: Tensor): Tensor => {
    const norm = normOf(w, axis);
    const wanted = add(clip(norm, min, max).mul(rate), norm.mul(1 - rate));
    return w.mul(div(wanted, maximum(norm, shortest)));
  };
  return withRecipe(bound, 'minMaxNorm', { min, max, rate, axis });
}
