import { checkBooleans, checkOptions, checkWhole } from '@descent/core';
import { Snapshot } from '../snapshot.js';
import type { Callback } from './callback.js';
import { Monitor, type MonitorOptions, monitorOptionNames } from './monitor.js';

/** Options of {@link earlyStopping}. */
export interface EarlyStoppingOptions extends MonitorOptions {
  /** How many epochs may pass without a better one. Default 0: stop at the first. */
  readonly patience?: number;
  /** Put the parameters of the best epoch back at the end, unless training was aborted. Default true. */
  readonly restoreBest?: boolean;
}

/**
 * Stops training when a number has not become better for a while, and puts the best epoch's parameters back.
 * `history.bestEpoch` says which that was. Keras restores them only when told so.
 *
 * @throws ValueError for options out of range; from `fit`, when no number has that name or it is NaN
 * @see Prechelt, Early stopping – but when?, 1998
 * @example fit(model, train, { …, validation, callbacks: [earlyStopping({ patience: 3 })] })
 */
export function earlyStopping(options: EarlyStoppingOptions = {}): Callback {
  const names = [...monitorOptionNames, 'patience', 'restoreBest'] as const;
  const { patience = 0, restoreBest = true } = checkOptions('earlyStopping', options, names);
  checkWhole('earlyStopping', 'patience', patience, 0);
  checkBooleans('earlyStopping', options, 'restoreBest');
  let monitor: Monitor;
  let best = 0;
  let kept: Snapshot | undefined;
  return {
    name: 'earlyStopping',
    onTrainBegin(training) {
      monitor = new Monitor('earlyStopping', options, training);
      best = 0;
    },
    onEpochEnd(epoch, logs, training) {
      const improves = monitor.improves(epoch, logs);
      if (improves === undefined) return;
      const index = training.epochs.length - 1;
      if (improves) {
        best = index;
        training.bestEpoch = index;
        kept?.dispose();
        kept = restoreBest ? new Snapshot(training.model.parameters) : undefined;
      }
      if (index - best >= Math.max(1, patience)) training.stop('earlyStopping');
    },
    onTrainEnd(_training, stopped) {
      if (stopped !== 'aborted') kept?.restore();
    },
    async save() {
      return { values: { best: monitor.best, index: best }, ...(kept && { arrays: await kept.read() }) };
    },
    load({ values, arrays }, training) {
      ({ best: monitor.best, index: best } = values as { best: number; index: number });
      kept?.dispose();
      kept = restoreBest && arrays ? Snapshot.of(training.model.parameters, arrays) : undefined;
    },
    dispose() {
      kept?.dispose();
      kept = undefined;
    },
  };
}
