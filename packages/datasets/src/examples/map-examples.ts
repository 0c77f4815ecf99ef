import { checkDataset } from '../check-dataset.js';
import { checkWalk } from '../check-walk.js';
import type { BatchOptions, Dataset } from '../dataset.js';
import { derive } from '../derive.js';
import { checkedOptions } from '../options/checked-options.js';
import { type Example, type ExampleData, exampleAt, type Place } from './example.js';
import { type ExampleForm, formKinds, stackExamples } from './stack-examples.js';

/**
 * A dataset whose examples are made of another's by `map`, one at a time, as they are asked for. Walks stay repeatable
 * where `map` is: random changes are drawn from `place`, not from a source of their own.
 *
 * @param map - gets an example, whose arrays it may write to, and its place in the walk
 * @param form - what the results look like, where shapes or dtypes change
 * @throws DataError while it is walked through, for a result of another shape
 * @example
 * const squares = mapExamples(data, ({ x, y }) => ({ x, y: x.map((value) => value ** 2) }));
 */
export function mapExamples(
  data: Dataset,
  map: (example: Example, place: Place) => ExampleData | Promise<ExampleData>,
  form: Partial<ExampleForm> = {},
): Dataset {
  checkDataset('mapExamples', data);
  checkedOptions('mapExamples', form, formKinds);
  const { inputShape = data.inputShape, targetShape = data.targetShape, ...dtypes } = form;
  return derive(data, {
    inputShape,
    targetShape,
    async *batches(options: BatchOptions) {
      checkWalk(options);
      let index = (options.start ?? 0) * options.batchSize;
      for await (const batch of data.batches(options)) {
        const mapped: ExampleData[] = [];
        for (let row = 0; row < batch.size; row++) {
          mapped.push(await map(exampleAt(batch, row), { order: options.order, index: index + row }));
        }
        yield stackExamples('mapExamples', mapped, { inputShape, targetShape, ...dtypes }, index);
        index += batch.size;
      }
    },
  });
}
