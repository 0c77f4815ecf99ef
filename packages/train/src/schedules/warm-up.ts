import {
  add,
  checkOptions,
  checkWhole,
  less,
  maximum,
  mul,
  scalar,
  sub,
  type Tensor,
  where,
} from '@descent/core';
import { checkRate } from '../optimizers/check-options.js';
import { elapsedShare } from './elapsed-share.js';
import { defineSchedule, type Schedule } from './schedule.js';

/** Options of {@link warmUp}. */
export interface WarmUpOptions {
  /** Steps until the schedule begins. */
  readonly steps: number;
  /** The rate at step 0. Default 0. */
  readonly from?: number;
}

/**
 * Another schedule, or a constant rate, that begins after a rise along a line: from + (schedule(0) − from) t / steps for
 * t < steps, then schedule(t − steps). Around `cosineDecay` it is Keras' CosineDecay with `warmup_steps`.
 *
 * @throws ValueError for options out of range
 * @see Goyal et al., Accurate, large minibatch SGD, arXiv:1706.02677, section 2.2
 * @example warmUp(cosineDecay({ initialRate: 0.1, decaySteps: 1000 }), { steps: 100 }).at(50) // 0.05
 */
export function warmUp(schedule: Schedule | number, options: WarmUpOptions): Schedule {
  const { steps, from = 0 } = checkOptions('warmUp', options, ['steps', 'from']);
  checkWhole('warmUp', 'steps', steps);
  checkRate('warmUp', 'from', from);
  if (typeof schedule !== 'function') checkRate('warmUp', 'the rate', schedule);
  const later = (step: Tensor): Tensor =>
    typeof schedule === 'function' ? schedule(step) : scalar(schedule);
  const formula = (step: Tensor): Tensor => {
    const main = later(maximum(sub(step, steps), 0));
    // Until then it is the schedule's first rate.
    const rise = add(mul(sub(main, from), elapsedShare(step, steps)), from);
    return where(less(step, steps), rise, main);
  };
  // Of an unknown schedule nothing is known either.
  const around = typeof schedule === 'function' ? schedule.settings : schedule;
  return defineSchedule(
    formula,
    around === undefined ? undefined : { name: 'warmUp', steps, from, schedule: around },
  );
}
