import {
  add,
  ceil,
  checkBooleans,
  checkOptions,
  checkWhole,
  div,
  maximum,
  mul,
  pow,
  sub,
  type Tensor,
} from '@descent/core';
import { checkPositive, checkRate } from '../optimizers/check-options.js';
import { elapsedShare } from './elapsed-share.js';
import { defineSchedule, type Schedule } from './schedule.js';

/** Options of {@link polynomialDecay}. */
export interface PolynomialDecayOptions {
  /** The rate at step 0. */
  readonly initialRate: number;
  /** Steps until the rate stays. */
  readonly decaySteps: number;
  /** The rate at the end. Default 0.0001. */
  readonly endRate?: number;
  /** Default 1: along a line. */
  readonly power?: number;
  /** Begin anew at the end, each time from lower, with twice, three times, … as many steps. Default false. */
  readonly cycle?: boolean;
}

/**
 * A rate that falls along a power of the time left: η = (initialRate − endRate) (1 − p)^power + endRate with
 * p = min(t / decaySteps, 1); with `cycle`, p = t / (decaySteps · max(1, ⌈t / decaySteps⌉)). Keras' PolynomialDecay.
 *
 * @throws ValueError for options out of range
 * @example polynomialDecay({ initialRate: 0.1, endRate: 0, decaySteps: 1000 }).at(250) // 0.075
 */
export function polynomialDecay(options: PolynomialDecayOptions): Schedule {
  const names = ['initialRate', 'decaySteps', 'endRate', 'power', 'cycle'] as const;
  const chosen = checkOptions('polynomialDecay', options, names);
  const { initialRate, decaySteps, endRate = 0.0001, power = 1, cycle = false } = chosen;
  checkRate('polynomialDecay', 'initialRate', initialRate);
  checkWhole('polynomialDecay', 'decaySteps', decaySteps);
  checkRate('polynomialDecay', 'endRate', endRate);
  checkPositive('polynomialDecay', 'power', power);
  checkBooleans('polynomialDecay', options, 'cycle');
  const formula = (step: Tensor): Tensor => {
    const rounds = div(step, decaySteps);
    const progress = cycle ? div(rounds, maximum(ceil(rounds), 1)) : elapsedShare(step, decaySteps);
    return add(mul(pow(sub(1, progress), power), initialRate - endRate), endRate);
  };
  return defineSchedule(formula, {
    name: 'polynomialDecay',
    initialRate,
    decaySteps,
    endRate,
    power,
    cycle,
  });
}
