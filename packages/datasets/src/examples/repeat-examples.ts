import { checkWhole } from '@descent/core';
import { checkDataset } from '../check-dataset.js';
import { checkWalk } from '../check-walk.js';
import type { Batch, BatchOptions, Dataset } from '../dataset.js';
import { derive } from '../derive.js';
import { regroup } from './regroup.js';

/**
 * All examples `count` times, one pass after another: an epoch of small data that is worth its validation. Every pass
 * has an order of its own; batches go over the ends of passes.
 *
 * @throws ValueError for a count that is no whole number >= 1
 * @example const epoch = repeatExamples(data, 10);
 */
export function repeatExamples(data: Dataset, count: number): Dataset {
  checkDataset('repeatExamples', data);
  checkWhole('repeatExamples', 'count', count);
  const { length } = data;
  async function* passes(
    { order, ...options }: BatchOptions,
    first: number,
    start: number,
  ): AsyncGenerator<Batch> {
    for (let pass = first; pass < count; pass++) {
      const epoch = order && order.epoch * count + pass;
      const own = epoch === undefined ? undefined : { seed: order?.seed as number, epoch };
      yield* data.batches({ ...options, order: own, start: pass === first ? start : 0 });
    }
  }
  return derive(data, {
    length: length === undefined ? undefined : length * count,
    async *batches(options: BatchOptions) {
      checkWalk(options);
      const { batchSize, start = 0 } = options;
      const skipped = start * batchSize;
      const first = length ? Math.floor(skipped / length) : 0;
      const inPass = length ? skipped % length : skipped;
      // Without a known length nobody can say which pass it is, and the walk begins at the first.
      const behind = length ? Math.floor(inPass / batchSize) : 0;
      yield* regroup(passes(options, first, behind), batchSize, inPass - behind * batchSize);
    },
  });
}
