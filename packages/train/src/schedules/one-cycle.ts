import {
  add,
  checkOptions,
  checkWhole,
  clip,
  describeValue,
  div,
  lessEqual,
  mul,
  sub,
  type Tensor,
  ValueError,
  where,
} from '@descent/core';
import { checkPositive, checkRate } from '../optimizers/check-options.js';
import { cosineFall } from './cosine-fall.js';
import { defineSchedule, type Schedule } from './schedule.js';

/** Options of {@link oneCycle}. */
export interface OneCycleOptions {
  /** The highest rate. */
  readonly maxRate: number;
  /** Steps of the whole cycle: epochs times batches. */
  readonly totalSteps: number;
  /** Share of the steps in which the rate rises, in (0, 1). Default 0.3. */
  readonly riseShare?: number;
  /** The first rate is maxRate / startDivisor. Default 25. */
  readonly startDivisor?: number;
  /** The last rate is the first one / endDivisor. Default 10,000. */
  readonly endDivisor?: number;
}

/**
 * One rise and one fall, both along half a cosine wave: from maxRate / startDivisor to maxRate at step
 * riseShare · totalSteps − 1, then down to maxRate / (startDivisor · endDivisor) at step totalSteps − 1. PyTorch's
 * OneCycleLR, which turns the momentum the other way round as well.
 *
 * @throws ValueError for options out of range
 * @see Smith and Topin, Super-convergence, arXiv:1708.07120
 * @example oneCycle({ maxRate: 0.1, totalSteps: 1000 }).at(299) // 0.1
 */
export function oneCycle(options: OneCycleOptions): Schedule {
  const names = ['maxRate', 'totalSteps', 'riseShare', 'startDivisor', 'endDivisor'] as const;
  const chosen = checkOptions('oneCycle', options, names);
  const { maxRate, totalSteps, riseShare = 0.3, startDivisor = 25, endDivisor = 1e4 } = chosen;
  checkRate('oneCycle', 'maxRate', maxRate);
  checkWhole('oneCycle', 'totalSteps', totalSteps);
  checkPositive('oneCycle', 'startDivisor', startDivisor);
  checkPositive('oneCycle', 'endDivisor', endDivisor);
  if (!(riseShare > 0 && riseShare < 1)) {
    throw new ValueError(`oneCycle: riseShare must lie in (0, 1), got ${describeValue(riseShare)}`);
  }
  const top = riseShare * totalSteps - 1;
  const [first, last] = [maxRate / startDivisor, maxRate / startDivisor / endDivisor];
  const formula = (step: Tensor): Tensor => {
    const rise = cosineFall(clip(div(step, Math.max(top, 1e-9)), 0, 1));
    const fall = cosineFall(clip(div(sub(step, top), totalSteps - 1 - top), 0, 1));
    return where(
      lessEqual(step, top),
      add(mul(rise, first - maxRate), maxRate),
      add(mul(fall, maxRate - last), last),
    );
  };
  return defineSchedule(formula, {
    name: 'oneCycle',
    maxRate,
    totalSteps,
    riseShare,
    startDivisor,
    endDivisor,
  });
}
