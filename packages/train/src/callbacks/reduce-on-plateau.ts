import { checkOptions, checkWhole, describeValue, ValueError } from '@descent/core';
import { checkRate } from '../optimizers/check-options.js';
import type { Callback } from './callback.js';
import { Monitor, type MonitorOptions, monitorOptionNames } from './monitor.js';

/** Options of {@link reduceOnPlateau}. */
export interface ReduceOnPlateauOptions extends MonitorOptions {
  /** By how much a better one must be better. Default 0.0001. */
  readonly minDelta?: number;
  /** What the learning rate is multiplied by, in (0, 1). Default 0.1. */
  readonly factor?: number;
  /** Epochs without a better one until the rate falls. Default 10. */
  readonly patience?: number;
  /** Epochs after a fall that do not count. Default 0. */
  readonly cooldown?: number;
  /** The rate falls no lower. Default 0. */
  readonly minLearningRate?: number;
}

/**
 * Lowers the learning rate when a number has not become better for a while: rate ← max(rate · factor, minLearningRate).
 * It is Keras' ReduceLROnPlateau; PyTorch's waits one epoch longer, and its minDelta is a share of the best.
 *
 * @throws ValueError for options out of range; from `fit`, when no number has that name or it is NaN
 * @see Keras' `ReduceLROnPlateau`
 * @example fit(model, train, { …, validation, callbacks: [reduceOnPlateau({ factor: 0.5, patience: 3 })] })
 */
export function reduceOnPlateau(options: ReduceOnPlateauOptions = {}): Callback {
  const names = [...monitorOptionNames, 'factor', 'patience', 'cooldown', 'minLearningRate'] as const;
  const chosen = checkOptions('reduceOnPlateau', options, names);
  const { minDelta = 1e-4, factor = 0.1, patience = 10, cooldown = 0, minLearningRate = 0 } = chosen;
  if (!(typeof factor === 'number' && factor > 0 && factor < 1)) {
    throw new ValueError(`reduceOnPlateau: factor must lie in (0, 1), got ${describeValue(factor)}`);
  }
  checkWhole('reduceOnPlateau', 'patience', patience, 0);
  checkWhole('reduceOnPlateau', 'cooldown', cooldown, 0);
  checkRate('reduceOnPlateau', 'minLearningRate', minLearningRate);
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
    async onEpochEnd(epoch, logs, { optimizer }) {
      const improves = monitor.improves(epoch, logs);
      if (improves === undefined) return;
      if (resting > 0) resting--;
      waited = improves || resting > 0 ? 0 : waited + 1;
      if (waited < Math.max(1, patience)) return;
      const rate = await optimizer.readLearningRate();
      if (rate <= minLearningRate) return;
      optimizer.learningRate = Math.max(rate * factor, minLearningRate);
      resting = cooldown;
      waited = 0;
    },
    save: () => ({ values: { best: monitor.best, waited, resting } }),
    load({ values }) {
      ({ best: monitor.best, waited, resting } = values as { best: number; waited: number; resting: number });
    },
  };
}
