import { checkWhole } from '@descent/core';
import { checkWalk } from '../check-walk.js';
import type { Batch, BatchOptions, Dataset } from '../dataset.js';
import { derive } from '../derive.js';

/**
 * Asks for batches before they are needed, so that what makes them (reading, decoding on other threads) goes on while
 * the model trains on earlier ones. Holds up to `count` batches. When the walk is left nothing more is asked for, and
 * what is behind it is closed.
 *
 * @param count - batches ahead. Default 2
 * @throws ValueError for a count that is no whole number >= 1
 * @example const ready = prefetchBatches(mapBatches(photos, decode), 4);
 */
export function prefetchBatches(data: Dataset, count = 2): Dataset {
  checkWhole('prefetchBatches', 'count', count);
  return derive(data, {
    async *batches(options: BatchOptions) {
      checkWalk(options);
      yield* ahead(data.batches(options), count);
    },
  });
}

async function* ahead(source: AsyncIterable<Batch>, count: number): AsyncGenerator<Batch> {
  const iterator = source[Symbol.asyncIterator]();
  const asked: Promise<IteratorResult<Batch> | undefined>[] = [];
  let isLeft = false;
  let last: Promise<unknown> = Promise.resolve();
  const ask = (): void => {
    const answer = last.then(() => (isLeft ? undefined : iterator.next()));
    // A failure is told when its batch is due, and ends the asking.
    last = answer.then(
      (result) => {
        if (result?.done) isLeft = true;
      },
      () => {
        isLeft = true;
      },
    );
    asked.push(answer);
  };
  try {
    for (;;) {
      while (asked.length <= count) ask();
      const result = await asked.shift();
      if (!result || result.done) return;
      yield result.value;
    }
  } finally {
    isLeft = true;
    await last;
    await iterator.return?.();
  }
}
