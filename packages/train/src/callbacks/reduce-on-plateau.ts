import { checkWhole, describeValue, ValueError } from '@descent/core';
import { checkRate } from '../optimizers/check-options.js';
import type { Callback } from './callback.js';
import { Monitor, type MonitorOptions } from './monitor.js';

/** Options of {@link reduceOnPlateau}; `minDelta` is 0.0001 where none is given. */
export interface ReduceOnPlateauOptions extends MonitorOptions {
  /** What the rate is multiplied by, in (0, 1). Default 0.1. */
  readonly factor?: number;
  /** Epochs without a better one until the rate falls. Default 10. */
  readonly patience?: number;
  /** Epochs after a fall that do not count. Default 0. */
  readonly cooldown?: number;
  /** The rate falls no lower. Default 0. */
  readonly minRate?: number;
}

/**
 * Lowers the optimizer's learning rate when a number has not become better for a while. Keras' ReduceLROnPlateau;
 * PyTorch's waits one epoch longer, and its threshold is relative.
 *
 * @throws ValueError for options out of range; from `fit`, when no number has that name or it is NaN, and when the rate
 * follows a schedule
 * @example fit(model, train, { …, validation, callbacks: [reduceOnPlateau({ patience: 3 })] })
 */
export function reduceOnPlateau(options: ReduceOnPlateauOptions = {}): Callback {
  const { factor = 0.1, patience = 10, cooldown = 0, minRate = 0, minDelta = 1e-4 } = options;
  if (!(factor > 0 && factor < 1)) {
    throw new ValueError(`reduceOnPlateau: factor must lie in (0, 1), got ${describeValue(factor)}`);
  }
  checkWhole('reduceOnPlateau', 'patience', patience, 0);
  checkWhole('reduceOnPlateau', 'cooldown', cooldown, 0);
  checkRate('reduceOnPlateau', 'minRate', minRate);
  let monitor: Monitor;
  let waited = 0;
  let resting = 0;
  return {
    name: 'reduceOnPlateau',
    onTrainBegin(training) {
      monitor = new Monitor('reduceOnPlateau', { ...options, minDelta }, training);
      waited = 0;
      resting = 0;
    },
    onEpochEnd(epoch, logs, { optimizer }) {
      const improves = monitor.improves(epoch, logs);
      if (improves === undefined) return;
      const isResting = resting > 0 && --resting > 0;
      if (improves || isResting) waited = 0;
      else if (++waited >= patience) {
        const rate = optimizer.learningRate;
        optimizer.learningRate = Math.min(rate, Math.max(rate * factor, minRate));
        resting = cooldown;
        waited = 0;
      }
    },
    save: () => ({ values: { best: monitor.best, waited, resting } }),
    load({ values }) {
      ({ best: monitor.best, waited, resting } = values as { best: number; waited: number; resting: number });
    },
  };
}
