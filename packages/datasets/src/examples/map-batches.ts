import { DataError, type Shape, sameShape, showShape } from '@descent/core';
import { checkDataset } from '../check-dataset.js';
import { checkWalk } from '../check-walk.js';
import type { Batch, BatchOptions, BatchPart, Dataset } from '../dataset.js';
import { derive } from '../derive.js';
import { checkedOptions } from '../options/checked-options.js';
import * as kinds from '../options/kinds.js';
import type { Place } from './example.js';

/** What {@link mapBatches} changes about the shapes. */
export interface MappedShapes {
  /** Shape of one input afterwards. Default: as before. */
  readonly inputShape?: Shape;
  /** Shape of one target afterwards. Default: as before. */
  readonly targetShape?: Shape;
}

/**
 * A dataset whose batches are made of another's by `map`, one at a time, as they are asked for. Walks stay repeatable
 * where `map` is: random changes are drawn from `place`, not from a source of their own.
 *
 * @param map - gets a batch and its place in the walk; gives as many examples back
 * @throws DataError while it is walked through, for a result of another size or shape
 * @example
 * const noisy = mapBatches(data, ({ x, ...rest }, { order, index }) => {
 *   const rng = new Rng(order?.seed ?? 0).split(order?.epoch ?? 0).split(index);
 *   const noise = rng.normalArray(x.values.length);
 *   return { ...rest, x: { ...x, values: Float32Array.from(x.values, (value, i) => value + 0.1 * noise[i]!) } };
 * });
 */
export function mapBatches(
  data: Dataset,
  map: (batch: Batch, place: Place) => Batch | Promise<Batch>,
  shapes: MappedShapes = {},
): Dataset {
  checkDataset('mapBatches', data);
  const names = { inputShape: kinds.shape, targetShape: kinds.shape };
  checkedOptions('mapBatches', shapes, names);
  const { inputShape = data.inputShape, targetShape = data.targetShape } = shapes;
  return derive(data, {
    inputShape,
    targetShape,
    async *batches(options: BatchOptions) {
      checkWalk(options);
      let index = options.start ?? 0;
      for await (const batch of data.batches(options)) {
        const mapped = await map(batch, { order: options.order, index });
        const { size } = batch;
        checkPart(index, 'inputs', mapped.x, [size, ...inputShape]);
        checkPart(index, 'targets', mapped.y, [size, ...targetShape]);
        if (mapped.weights) checkPart(index, 'weights', mapped.weights, [size]);
        yield mapped;
        index++;
      }
    },
  });
}

function checkPart(index: number, name: string, { shape }: BatchPart, expected: Shape): void {
  if (sameShape(shape, expected)) return;
  throw new DataError(
    `mapBatches: batch ${index}: ${name} came back as ${showShape(shape)}, expected ${showShape(expected)}`,
    { fix: 'say the new shape of one example: mapBatches(data, map, { inputShape, targetShape })' },
  );
}
