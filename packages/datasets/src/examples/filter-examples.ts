import { checkDataset } from '../check-dataset.js';
import { checkWalk } from '../check-walk.js';
import type { Batch, BatchOptions, Dataset } from '../dataset.js';
import { derive } from '../derive.js';
import { joinBatches, sliceBatch } from './batch-rows.js';
import { type Example, exampleAt, type Place } from './example.js';
import { regroup } from './regroup.js';

/**
 * The examples for which `isKept` says so; how many is not known ahead. Batches are full. A walk that goes on from
 * `start` tries the examples before it again.
 *
 * @example const shoes = filterExamples(data, ({ y }) => y[0] === 5 || y[0] === 7);
 */
export function filterExamples(
  data: Dataset,
  isKept: (example: Example, place: Place) => boolean | Promise<boolean>,
): Dataset {
  checkDataset('filterExamples', data);
  async function* kept(options: BatchOptions): AsyncGenerator<Batch> {
    const { order } = options;
    let index = 0;
    for await (const batch of data.batches({ ...options, start: 0 })) {
      options.signal?.throwIfAborted();
      const rows: Batch[] = [];
      for (let row = 0; row < batch.size; row++, index++) {
        if (await isKept(exampleAt(batch, row), { order, index })) rows.push(sliceBatch(batch, row, row + 1));
      }
      if (rows.length > 0) yield joinBatches(rows);
    }
  }
  return derive(data, {
    length: undefined,
    async *batches(options: BatchOptions) {
      checkWalk(options);
      const { batchSize, start = 0 } = options;
      yield* regroup(kept(options), batchSize, start * batchSize);
    },
  });
}
