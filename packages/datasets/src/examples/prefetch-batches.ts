import { checkWhole } from '@descent/core';
import { checkDataset } from '../check-dataset.js';
import { checkWalk } from '../check-walk.js';
import type { Batch, BatchOptions, Dataset } from '../dataset.js';
import { derive } from '../derive.js';

/** The most batches ahead: whoever wants more wants all of them, and {@link cacheExamples} keeps those as bytes. */
const mostAhead = 1024;

/**
 * Asks for batches before they are needed, so that what makes them (reading, decoding on other threads) goes on while
 * the model trains on earlier ones. Holds up to `count` batches. When the walk is left nothing more is asked for, and
 * what is behind it is closed.
 *
 * @param count - batches ahead. Default 2
 * @throws ValueError for a count that is no whole number from 1 to 1,024
 * @example const ready = prefetchBatches(mapBatches(photos, decode), 4);
 */
export function prefetchBatches(data: Dataset, count = 2): Dataset {
  checkDataset('prefetchBatches', data);
  checkWhole('prefetchBatches', 'count', count, 1, mostAhead);
  return derive(data, {
    async *batches(options: BatchOptions) {
      checkWalk(options);
      yield* ahead(data.batches(options), count);
    },
  });
}

async function* ahead(source: AsyncIterable<Batch>, count: number): AsyncGenerator<Batch> {
  const iterator = source[Symbol.asyncIterator]();
  const asked: Promise<IteratorResult<Batch>>[] = [];
  let isLeft = false;
  let last: Promise<unknown> | undefined;
  /** Asks for the next batch when the one before it has come, as long as there is room. */
  const ask = (): void => {
    if (last || isLeft || asked.length >= count) return;
    const answer = iterator.next();
    // A failure is told when its batch is due, and ends the asking.
    last = answer.then(
      ({ done }) => {
        last = undefined;
        if (done) isLeft = true;
        ask();
      },
      () => {
        isLeft = true;
      },
    );
    asked.push(answer);
  };
  try {
    for (;;) {
      ask();
      const due = asked.shift();
      ask();
      const result = await due;
      if (!result || result.done) return;
      yield result.value;
    }
  } finally {
    isLeft = true;
    await last;
    await iterator.return?.();
  }
}
