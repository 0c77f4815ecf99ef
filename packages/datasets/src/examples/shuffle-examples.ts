import { checkWhole, Rng } from '@descent/core';
import { ArrayDataset } from '../array-dataset.js';
import { checkDataset } from '../check-dataset.js';
import { checkWalk } from '../check-walk.js';
import type { Batch, BatchOptions, Dataset, Order } from '../dataset.js';
import { derive } from '../derive.js';
import { checkedOptions } from '../options/checked-options.js';
import * as kinds from '../options/kinds.js';
import { joinBatches, sliceBatch } from './batch-rows.js';
import { regroup } from './regroup.js';

/** Options of {@link shuffleExamples}. */
export interface ShuffleOptions {
  /** Number of examples held to choose from. More mix better and take more memory. */
  readonly buffer: number;
}

/**
 * Shuffles a stream in walks that have an order: `buffer` examples are held, one of them at random goes out, the
 * next one takes its place. Equal seed and epoch give the same order. An example moves forward by at most `buffer`
 * places: data sorted by class stay half sorted in a small buffer. Arrays, which can be shuffled whole, stay as they are.
 * A walk that goes on from `start` goes through the examples before it again.
 *
 * @throws ValueError for a buffer that is no whole number >= 1
 * @example const mixed = shuffleExamples(stream, { buffer: 10_000 });
 */
export function shuffleExamples(data: Dataset, options: ShuffleOptions): Dataset {
  checkDataset('shuffleExamples', data);
  const { buffer } = checkedOptions('shuffleExamples', options, { buffer: kinds.whole(1) });
  checkWhole('shuffleExamples', 'buffer', buffer);
  if (data instanceof ArrayDataset) return data;
  return derive(data, {
    async *batches(options: BatchOptions) {
      checkWalk(options);
      const { batchSize, start = 0, order } = options;
      if (order) yield* regroup(mixed(data, buffer, { ...options, order }), batchSize, start * batchSize);
      else yield* data.batches(options);
    },
  });
}

/** The examples one by one, each drawn from those that are held. */
async function* mixed(
  data: Dataset,
  buffer: number,
  options: BatchOptions & { readonly order: Order },
): AsyncGenerator<Batch> {
  const { seed, epoch } = options.order;
  const draw = draws(new Rng(seed).split('shuffle').split(epoch));
  const held: Batch[] = [];
  for await (const batch of data.batches({ ...options, start: 0 })) {
    options.signal?.throwIfAborted();
    for (let row = 0; row < batch.size; row++) {
      // A copy, since a slice would keep the whole batch.
      const example = joinBatches([sliceBatch(batch, row, row + 1)]);
      if (held.length < buffer) {
        held.push(example);
        continue;
      }
      const at = draw(buffer);
      yield held[at] as Batch;
      held[at] = example;
    }
  }
  while (held.length > 0) {
    const at = draw(held.length);
    yield held[at] as Batch;
    held[at] = held.at(-1) as Batch;
    held.pop();
  }
}

/** A function that draws whole numbers from 0 to below what it is given. */
function draws(rng: Rng): (below: number) => number {
  const count = 1024;
  let units: Float64Array = new Float64Array(0);
  let next = 0;
  return (below) => {
    if (next === units.length) {
      units = rng.uniformArray(count);
      next = 0;
    }
    return Math.floor((units[next++] as number) * below);
  };
}
