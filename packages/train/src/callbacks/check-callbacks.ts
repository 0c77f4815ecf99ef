import { checkBooleans, describeValue, ValueError } from '@descent/core';
import type { Callback } from './callback.js';

const moments = {
  ...{ onTrainBegin: true, onEpochBegin: true, onBatchEnd: true, onEpochEnd: true, onTrainEnd: true },
  ...{ onResume: true, onDeviceLost: true },
} satisfies Readonly<Record<Extract<keyof Callback, `on${string}`>, true>>;

/**
 * Checks callbacks: a list of objects, none of which waits for a moment that never comes.
 * @throws ValueError
 */
export function checkCallbacks(op: string, callbacks: readonly Callback[]): void {
  if (!Array.isArray(callbacks) || callbacks.some((each) => typeof each !== 'object' || each === null)) {
    throw new ValueError(`${op}: callbacks must be a list of objects, got ${describeValue(callbacks)}`, {
      fix: 'callbacks: [earlyStopping(), { onEpochEnd(epoch, logs) { … } }]',
    });
  }
  for (const [i, callback] of callbacks.entries()) {
    checkBooleans(`${op}: callbacks[${i}]`, callback, 'readsLogsOnly');
    for (const name in callback) {
      if (!/^on[A-Z]/.test(name) || name in moments) continue;
      throw new ValueError(`${op}: callbacks[${i}] has ${name}, which is never called`, {
        fix: `use one of ${Object.keys(moments).join(', ')}`,
      });
    }
  }
}
