import { checkOptions, checkWhole, div, mul, pow } from '@descent/core';
import { checkPositive, checkRate } from '../optimizers/check-options.js';
import { defineSchedule, type Schedule } from './schedule.js';

/** Options of {@link exponentialDecay}. */
export interface ExponentialDecayOptions {
  /** The rate at step 0. */
  readonly initialRate: number;
  /** Number of steps in which the rate is multiplied by `decayRate` once. */
  readonly decaySteps: number;
  readonly decayRate: number;
}

/**
 * A rate that falls by the same factor in each stretch of steps: η = initialRate · decayRate^(t / decaySteps). Keras'
 * ExponentialDecay; `stepDecay` is its staircase.
 *
 * @throws ValueError for options out of range
 * @example exponentialDecay({ initialRate: 0.1, decaySteps: 1000, decayRate: 0.5 }).at(1000) // 0.05
 */
export function exponentialDecay(options: ExponentialDecayOptions): Schedule {
  const names = ['initialRate', 'decaySteps', 'decayRate'] as const;
  const { initialRate, decaySteps, decayRate } = checkOptions('exponentialDecay', options, names);
  checkRate('exponentialDecay', 'initialRate', initialRate);
  checkWhole('exponentialDecay', 'decaySteps', decaySteps);
  checkPositive('exponentialDecay', 'decayRate', decayRate);
  return defineSchedule((step) => mul(pow(decayRate, div(step, decaySteps)), initialRate), {
    name: 'exponentialDecay',
    initialRate,
    decaySteps,
    decayRate,
  });
}
