import { describeValue, ValueError } from '@descent/core';
import type { Callback } from './callback.js';

/**
 * Sets the learning rate before every epoch: rate ← next(epoch, rate). It is Keras' LearningRateScheduler.
 *
 * @param next - gives the rate of an epoch, counted from 0, from the rate so far
 * @throws ValueError for no function; from `fit`, for a rate that is negative or not finite
 * @see Keras' `LearningRateScheduler`
 * @example
 * // Constant for ten epochs, then 5 % less in each.
 * const callbacks = [learningRateSchedule((epoch, rate) => (epoch < 10 ? rate : rate * 0.95))];
 */
export function learningRateSchedule(next: (epoch: number, rate: number) => number): Callback {
  if (typeof next !== 'function') {
    throw new ValueError(`learningRateSchedule: expects a function, got ${describeValue(next)}`, {
      fix: 'for example learningRateSchedule((epoch, rate) => rate * 0.95)',
    });
  }
  return {
    async onEpochBegin(epoch, { optimizer }) {
      const rate = next(epoch, await optimizer.readLearningRate());
      if (!(Number.isFinite(rate) && rate >= 0)) {
        throw new ValueError(
          `learningRateSchedule: the rate must be a finite number >= 0, got ${describeValue(rate)} for epoch ${epoch}`,
        );
      }
      optimizer.learningRate = rate;
    },
  };
}
