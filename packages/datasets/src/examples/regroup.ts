import type { Batch } from '../dataset.js';
import { joinBatches, sliceBatch } from './batch-rows.js';

/**
 * Cuts and joins batches of any sizes into batches of one size; the last may be smaller.
 * @param skipped - number of examples to leave out at the beginning
 */
export async function* regroup(
  source: AsyncIterable<Batch>,
  batchSize: number,
  skipped = 0,
): AsyncGenerator<Batch> {
  let held: Batch[] = [];
  let heldCount = 0;
  let left = skipped;
  for await (const batch of source) {
    let from = Math.min(left, batch.size);
    left -= from;
    while (heldCount + batch.size - from >= batchSize) {
      const to = from + batchSize - heldCount;
      yield joinBatches([...held, sliceBatch(batch, from, to)]);
      held = [];
      heldCount = 0;
      from = to;
    }
    if (from === batch.size) continue;
    held.push(sliceBatch(batch, from, batch.size));
    heldCount += batch.size - from;
  }
  if (heldCount > 0) yield joinBatches(held);
}
