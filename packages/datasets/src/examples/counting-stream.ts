import type { Batch, BatchOptions, Dataset } from '../dataset.js';
import { fromGenerator, type StreamForm } from './from-generator.js';

/** A stream of `count` examples for tests, input [i, −i] and class i; `open` counts walks that are not closed. */
export function countingStream(
  count: number,
  form: Partial<StreamForm> = {},
): { readonly data: Dataset; open: number; yielded: number } {
  const state = { open: 0, yielded: 0 };
  const data = fromGenerator(
    async function* () {
      state.open++;
      try {
        for (let i = 0; i < count; i++) {
          state.yielded++;
          yield { x: [i, -i], y: i };
        }
      } finally {
        state.open--;
      }
    },
    { inputShape: [2], targetShape: [], targetDtype: 'int32', ...form },
  );
  return Object.assign(state, { data });
}

/** All batches of a walk. */
export async function collectBatches(data: Dataset, options: BatchOptions): Promise<Batch[]> {
  const batches = [];
  for await (const batch of data.batches(options)) batches.push(batch);
  return batches;
}

/** The targets in the order in which they come. */
export async function targetsOf(data: Dataset, order?: BatchOptions['order']): Promise<number[]> {
  return (await collectBatches(data, { batchSize: 4, order })).flatMap(({ y }) => [...y.values]);
}
