import { ArrayDataset } from '../array-dataset.js';
import { checkDataset } from '../check-dataset.js';
import { checkWalk } from '../check-walk.js';
import type { BatchOptions, Dataset } from '../dataset.js';
import { derive } from '../derive.js';
import { sliceBatch } from './batch-rows.js';

/**
 * Pairs two datasets, example by example, up to the end of the shorter: inputs are those of the first, targets the
 * inputs of the second. Arrays of equal length are shuffled alike; of anything else a walk's order does not reach
 * what is behind, so that pairs stay pairs: shuffle around this with {@link shuffleExamples}.
 *
 * @example const denoising = zipExamples(noisy, clean);
 */
export function zipExamples(inputs: Dataset, targets: Dataset): Dataset {
  checkDataset('zipExamples', inputs);
  checkDataset('zipExamples', targets);
  const areAlike =
    inputs instanceof ArrayDataset && targets instanceof ArrayDataset && inputs.length === targets.length;
  const isKnown = inputs.length !== undefined && targets.length !== undefined;
  return derive(inputs, {
    length: isKnown ? Math.min(inputs.length, targets.length) : undefined,
    targetShape: targets.inputShape,
    classNames: targets.classNames,
    async *batches(options: BatchOptions) {
      checkWalk(options);
      const own = areAlike ? options : { ...options, order: undefined };
      const others = targets.batches(own)[Symbol.asyncIterator]();
      try {
        for await (const batch of inputs.batches(own)) {
          const other = await others.next();
          if (other.done) return;
          const size = Math.min(batch.size, other.value.size);
          yield { ...sliceBatch(batch, 0, size), y: sliceBatch(other.value, 0, size).x };
          if (size < options.batchSize) return;
        }
      } finally {
        await others.return?.();
      }
    },
  });
}
