import { add, checkOptions, checkWhole, mul } from '@descent/core';
import { checkRate } from '../optimizers/check-options.js';
import { cosineFall } from './cosine-fall.js';
import { elapsedShare } from './elapsed-share.js';
import { defineSchedule, type Schedule } from './schedule.js';

/** Options of {@link cosineDecay}. */
export interface CosineDecayOptions {
  /** The rate at step 0. */
  readonly initialRate: number;
  /** Steps until the rate stays. */
  readonly decaySteps: number;
  /** Share of the initial rate that is left at the end. Default 0. */
  readonly alpha?: number;
}

/**
 * A rate that falls along half a cosine wave: η = initialRate · ((1 − α) (1 + cos πp) / 2 + α) with
 * p = min(t / decaySteps, 1). Keras' CosineDecay; for its warm-up see `warmUp`.
 *
 * @throws ValueError for options out of range
 * @see Loshchilov and Hutter, SGDR: stochastic gradient descent with warm restarts, arXiv:1608.03983, equation 5
 * @example cosineDecay({ initialRate: 0.1, decaySteps: 1000 }).at(500) // 0.05
 */
export function cosineDecay(options: CosineDecayOptions): Schedule {
  const names = ['initialRate', 'decaySteps', 'alpha'] as const;
  const { initialRate, decaySteps, alpha = 0 } = checkOptions('cosineDecay', options, names);
  checkRate('cosineDecay', 'initialRate', initialRate);
  checkWhole('cosineDecay', 'decaySteps', decaySteps);
  checkRate('cosineDecay', 'alpha', alpha);
  return defineSchedule(
    (step) => mul(add(mul(cosineFall(elapsedShare(step, decaySteps)), 1 - alpha), alpha), initialRate),
    { name: 'cosineDecay', initialRate, decaySteps, alpha },
  );
}
