import type { ArrayDataset } from '../array-dataset.js';
import { checkDataset } from '../check-dataset.js';
import { checkWalk } from '../check-walk.js';
import type { BatchOptions, Dataset } from '../dataset.js';
import { derive } from '../derive.js';
import { checkedOptions } from '../options/checked-options.js';
import * as kinds from '../options/kinds.js';
import { type CollectOptions, collectExamples } from './collect-examples.js';

/**
 * Keeps a dataset's examples in memory from the first walk on: that walk goes through all of them before its first
 * batch comes, every later one reads nothing. They are shuffled whole, and held as {@link collectExamples} does.
 * Random changes belong after it: `mapBatches(cacheExamples(photos), augment)`.
 *
 * @throws DataError E_LIMIT, while it is walked through, when the bytes do not suffice
 * @example const photos = cacheExamples(mapBatches(files, decode), { bytes: 2 ** 29 });
 */
export function cacheExamples(data: Dataset, options: Pick<CollectOptions, 'bytes'> = {}): Dataset {
  checkDataset('cacheExamples', data);
  const { bytes } = checkedOptions('cacheExamples', options, { bytes: kinds.whole(1) });
  let held: ArrayDataset | undefined;
  let filling: Promise<ArrayDataset> | undefined;
  /** One fill serves all walks that wait for it; where another walk's fill fails, this walk tries its own. */
  async function fill(signal: AbortSignal | undefined): Promise<ArrayDataset> {
    while (filling && !held)
      await unlessAborted(
        filling.catch(() => undefined),
        signal,
      );
    if (held) return held;
    filling = collectExamples(data, { ...(bytes !== undefined && { bytes }), signal });
    try {
      held = await filling;
      return held;
    } finally {
      filling = undefined;
    }
  }
  return derive(data, {
    async *batches(options: BatchOptions) {
      checkWalk(options);
      yield* (await fill(options.signal)).batches(options);
    },
  });
}

/** What comes of `work`, which goes on for others where the signal ends the waiting. */
async function unlessAborted(work: Promise<unknown>, signal: AbortSignal | undefined): Promise<void> {
  if (!signal) return void (await work);
  signal.throwIfAborted();
  let stop = (): void => undefined;
  const aborted = new Promise<never>((_, reject) => {
    stop = () => reject(signal.reason);
    signal.addEventListener('abort', stop, { once: true });
  });
  try {
    await Promise.race([work, aborted]);
  } finally {
    signal.removeEventListener('abort', stop);
  }
}
