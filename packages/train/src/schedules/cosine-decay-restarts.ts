import {
  add,
  checkOptions,
  checkWhole,
  describeValue,
  div,
  floor,
  log1p,
  maximum,
  mul,
  pow,
  sub,
  type Tensor,
  ValueError,
} from '@descent/core';
import { checkPositive, checkRate } from '../optimizers/check-options.js';
import { cosineFall } from './cosine-fall.js';
import { defineSchedule, type Schedule } from './schedule.js';

/** Options of {@link cosineDecayRestarts}. */
export interface CosineDecayRestartsOptions {
  /** The rate at step 0. */
  readonly initialRate: number;
  /** Steps until the first restart. */
  readonly firstDecaySteps: number;
  /** By how much each period is longer than the one before, at least 1. Default 2. */
  readonly stepFactor?: number;
  /** What the rate of each period's begin is multiplied by. Default 1. */
  readonly rateFactor?: number;
  /** Share of the initial rate that is left at each period's end. Default 0. */
  readonly alpha?: number;
}

/**
 * `cosineDecay` that begins anew after each period, each stepFactor times as long as the one before and from a rate
 * rateFactor times as high. Keras' CosineDecayRestarts.
 *
 * @throws ValueError for options out of range
 * @see Loshchilov and Hutter, SGDR: stochastic gradient descent with warm restarts, arXiv:1608.03983
 * @example cosineDecayRestarts({ initialRate: 0.1, firstDecaySteps: 100 }).at(100) // 0.1
 */
export function cosineDecayRestarts(options: CosineDecayRestartsOptions): Schedule {
  const names = ['initialRate', 'firstDecaySteps', 'stepFactor', 'rateFactor', 'alpha'] as const;
  const chosen = checkOptions('cosineDecayRestarts', options, names);
  const { initialRate, firstDecaySteps, stepFactor = 2, rateFactor = 1, alpha = 0 } = chosen;
  checkRate('cosineDecayRestarts', 'initialRate', initialRate);
  checkWhole('cosineDecayRestarts', 'firstDecaySteps', firstDecaySteps);
  if (!(Number.isFinite(stepFactor) && stepFactor >= 1)) {
    throw new ValueError(
      `cosineDecayRestarts: stepFactor must be a finite number >= 1, got ${describeValue(stepFactor)}`,
    );
  }
  checkPositive('cosineDecayRestarts', 'rateFactor', rateFactor);
  checkRate('cosineDecayRestarts', 'alpha', alpha);
  const formula = (step: Tensor): Tensor => {
    const { period, progress } = placeOf(div(step, firstDecaySteps), stepFactor);
    const fall = mul(cosineFall(progress), pow(rateFactor, period));
    return mul(add(mul(fall, 1 - alpha), alpha), initialRate);
  };
  return defineSchedule(formula, {
    name: 'cosineDecayRestarts',
    initialRate,
    firstDecaySteps,
    stepFactor,
    rateFactor,
    alpha,
  });
}

/**
 * Number of the period, from 0, and the share of it that is over. Periods of lengths 1, f, f², … begin at
 * (fⁿ − 1) / (f − 1).
 */
function placeOf(time: Tensor, factor: number): { period: Tensor; progress: Tensor } {
  if (factor === 1) {
    const period = floor(time);
    return { period, progress: sub(time, period) };
  }
  // What rounding leaves just before a restart counts as behind it.
  const period = floor(add(div(log1p(mul(time, factor - 1)), Math.log(factor)), 4e-6));
  const length = pow(factor, period);
  const begin = div(sub(length, 1), factor - 1);
  return { period, progress: maximum(div(sub(time, begin), length), 0) };
}
