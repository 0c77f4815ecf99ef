import { scalar, scope, type Tensor } from '@descent/core';

/** What a schedule is, as plain data. */
export interface ScheduleSettings {
  readonly name: string;
  readonly [option: string]: unknown;
}

/** A learning rate that depends on the step: a formula of ops, so that a compiled step works it out by itself. */
export interface Schedule {
  /** The rate at a step, from 0: float32 scalars both. */
  (step: Tensor): Tensor;
  /** The same as a number, for plots. */
  at(step: number): number;
  /** Its name and what it was made with, defaults included, where it says so. Checkpoints compare it. */
  readonly settings?: ScheduleSettings | undefined;
}

/**
 * Makes a schedule from its formula.
 *
 * @param formula - the rate, a scalar, at a step: a float32 scalar, 0 at the first update
 * @param settings - its name and what it was made with, by which checkpoints tell it from others
 * @example
 * const inverseTime = defineSchedule((step) => div(0.1, add(step, 1)));
 * inverseTime.at(9) // 0.01
 */
export function defineSchedule(formula: (step: Tensor) => Tensor, settings?: ScheduleSettings): Schedule {
  const at = (step: number): number => scope(() => formula(scalar(step) as Tensor).item());
  return Object.assign((step: Tensor) => formula(step), { at, settings });
}
