import { checkWhole } from '@descent/core';
import { ArrayDataset } from '../array-dataset.js';
import { checkDataset } from '../check-dataset.js';
import { checkWalk } from '../check-walk.js';
import type { BatchOptions, Dataset } from '../dataset.js';
import { derive } from '../derive.js';
import { regroup } from './regroup.js';

/**
 * All but the first `count` examples. As with {@link takeExamples} a walk's order does not reach the dataset behind it.
 *
 * @throws ValueError for a count that is no whole number >= 0
 * @example const rest = skipExamples(stream, 1000);
 */
export function skipExamples(data: Dataset, count: number): Dataset {
  checkDataset('skipExamples', data);
  if (data instanceof ArrayDataset) return data.skip(count);
  checkWhole('skipExamples', 'count', count, 0);
  return derive(data, {
    length: data.length === undefined ? undefined : Math.max(0, data.length - count),
    async *batches(options: BatchOptions) {
      checkWalk(options);
      const { batchSize, start = 0, signal } = options;
      const first = count + start * batchSize;
      const behind = data.batches({ batchSize, start: Math.floor(first / batchSize), signal });
      yield* regroup(behind, batchSize, first % batchSize);
    },
  });
}
