import type { BatchOptions, Order } from './dataset.js';
import { checkedOptions } from './options/checked-options.js';
import * as kinds from './options/kinds.js';

/**
 * Checks what a walk through a dataset is asked for.
 * @throws ValueError for an unknown option, a batch size that is no whole number >= 1, a seed, an epoch or a start that is
 * none >= 0, and anything else of another kind
 */
export function checkWalk(options: BatchOptions): void {
  checkedOptions('batches', options, {
    batchSize: kinds.whole(1, 2 ** 31 - 1),
    order: shuffle,
    start: kinds.whole(0),
    signal: kinds.signal,
  });
  kinds.whole(1)('batches', 'batchSize', options.batchSize);
}

/** A shuffle. */
export function shuffle(op: string, name: string, value: unknown): void {
  const names = { seed: kinds.unchecked, epoch: kinds.unchecked };
  const { seed, epoch } = checkedOptions(`${op}: ${name}`, value as Order, names);
  kinds.seed(op, 'seed', seed);
  kinds.whole(0)(op, 'epoch', epoch);
}
