import { checkOptions, checkWhole, div, floor, mul, pow } from '@descent/core';
import { checkPositive, checkRate } from '../optimizers/check-options.js';
import { defineSchedule, type Schedule } from './schedule.js';

/** Options of {@link stepDecay}. */
export interface StepDecayOptions {
  /** The rate at step 0. */
  readonly initialRate: number;
  /** Steps between two falls. */
  readonly every: number;
  /** What the rate is multiplied by at each fall. Default 0.1, as in PyTorch. */
  readonly factor?: number;
}

/**
 * A rate that falls by a factor every so many steps: η = initialRate · factor^⌊t / every⌋. Keras' ExponentialDecay with
 * `staircase`, PyTorch's StepLR.
 *
 * @throws ValueError for options out of range
 * @example stepDecay({ initialRate: 0.1, every: 1000, factor: 0.5 }).at(1999) // 0.05
 */
export function stepDecay(options: StepDecayOptions): Schedule {
  const names = ['initialRate', 'every', 'factor'] as const;
  const { initialRate, every, factor = 0.1 } = checkOptions('stepDecay', options, names);
  checkRate('stepDecay', 'initialRate', initialRate);
  checkWhole('stepDecay', 'every', every);
  checkPositive('stepDecay', 'factor', factor);
  return defineSchedule((step) => mul(pow(factor, floor(div(step, every))), initialRate), {
    name: 'stepDecay',
    initialRate,
    every,
    factor,
  });
}
