import { DataError } from '@descent/core';
import type { Dataset } from '../dataset.js';
import type { ExampleData } from './example.js';
import { type StreamForm, streamOf } from './from-generator.js';

/**
 * A dataset of what an iterable holds: an array of examples, a Set, a reader of lines. Nothing is copied ahead.
 *
 * @throws DataError while it is walked through: as {@link fromGenerator}, and when an iterable that can be walked
 * through only once, such as a running generator, is walked through again
 * @example const data = fromIterable([{ x: [0, 1], y: 1 }], { inputShape: [2], targetShape: [], targetDtype: 'int32' });
 */
export function fromIterable(
  examples: Iterable<ExampleData> | AsyncIterable<ExampleData>,
  form: StreamForm,
): Dataset {
  const walked = new WeakSet<object>();
  return streamOf(
    'fromIterable',
    () => {
      const iterator =
        Symbol.asyncIterator in examples ? examples[Symbol.asyncIterator]() : examples[Symbol.iterator]();
      if (walked.has(iterator)) {
        throw new DataError('fromIterable: this iterable can be walked through only once, and was', {
          fix: 'make it anew for every walk: fromGenerator(() => …)',
        });
      }
      walked.add(iterator);
      return { [Symbol.asyncIterator]: () => iterator as AsyncIterator<ExampleData> };
    },
    form,
  );
}
