import { checkWhole } from '@descent/core';
import { ArrayDataset } from '../array-dataset.js';
import { checkDataset } from '../check-dataset.js';
import { checkWalk } from '../check-walk.js';
import type { BatchOptions, Dataset } from '../dataset.js';
import { derive } from '../derive.js';
import { sliceBatch } from './batch-rows.js';

/**
 * The first `count` examples, or all when there are fewer. They are the same ones in every epoch: a walk's order does
 * not reach the dataset behind it. Arrays are still shuffled, streams by {@link shuffleExamples} around this.
 *
 * @throws ValueError for a count that is no whole number >= 0
 * @example const some = takeExamples(stream, 1000);
 */
export function takeExamples(data: Dataset, count: number): Dataset {
  checkDataset('takeExamples', data);
  if (data instanceof ArrayDataset) return data.take(count);
  checkWhole('takeExamples', 'count', count, 0);
  return derive(data, {
    length: data.length === undefined ? undefined : Math.min(count, data.length),
    async *batches(options: BatchOptions) {
      checkWalk(options);
      const { batchSize, start = 0 } = options;
      let left = count - start * batchSize;
      if (left <= 0) return;
      for await (const batch of data.batches({ ...options, order: undefined })) {
        yield batch.size > left ? sliceBatch(batch, 0, left) : batch;
        left -= batch.size;
        if (left <= 0) return;
      }
    },
  });
}
