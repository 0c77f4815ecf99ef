import type { CallbackState } from '../callbacks/callback.js';
import { callbackPrefix, type TrainingState } from './training-state.js';

/** What callbacks remembered in a checkpoint, by their names. */
export function callbackStates({ callbacks, arrays }: TrainingState): ReadonlyMap<string, CallbackState> {
  return new Map(
    Object.entries(callbacks).map(([name, values]) => {
      const prefix = `${callbackPrefix}${name}/`;
      const own = [...arrays].filter(([each]) => each.startsWith(prefix));
      const remembered = Object.fromEntries(own.map(([each, array]) => [each.slice(prefix.length), array]));
      return [name, { values, ...(own.length > 0 && { arrays: remembered }) }];
    }),
  );
}
