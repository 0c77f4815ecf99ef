import { Rng, ShapeError, scalar, scope, type Tensor, tensor } from '@descent/core';
import { checkDataset } from '../check-dataset.js';
import { checkWalk } from '../check-walk.js';
import type { Batch, BatchOptions, BatchPart, Dataset } from '../dataset.js';
import { checkedOptions } from '../options/checked-options.js';
import * as kinds from '../options/kinds.js';
import { augment } from './augment.js';
import type { Augmentation, ImageBatch } from './augmentation.js';

/** Options of {@link augmented}. */
export interface AugmentedOptions {
  /** Determines all draws. Default 0. */
  readonly seed?: number;
}

/** Draws kept for each batch, more than any row of augmentations needs. */
const drawsOfBatch = 256n;

/** Odd, and near 2³¹ divided by the golden ratio: the starts of epochs lie as far apart as they can. */
const drawsOfEpoch = 1_327_217_885n;

/**
 * A dataset whose images are augmented anew in each epoch; wrap what you train on, and not what you measure with. The
 * draws depend on the seed, the epoch and the number of the batch alone, so that a walk that goes on where another
 * stopped meets the same images.
 *
 * @param augmentations - as of {@link augment}
 * @returns a dataset with the length of the given one; images of another size, and targets as rows of shares, where an
 * augmentation makes them so
 * @throws ValueError for anything but augmentations, a seed that is none; when walked, what the augmentations throw
 * @example await fit(model, augmented(train, photos(), { seed: 1 }), { epochs: 10 });
 */
export function augmented(
  dataset: Dataset,
  augmentations: readonly (Augmentation | readonly Augmentation[])[],
  options: AugmentedOptions = {},
): Dataset {
  checkDataset('augmented', dataset);
  const { seed = 0 } = checkedOptions('augmented', options, { seed: kinds.seed });
  const list = augment(augmentations).augmentations;
  const { inputShape, targetShape, length, classNames } = dataset;
  const size = list.flatMap((each) => ('move' in each && each.size ? [each.size] : [])).at(-1);
  const changesTargets = list.some((each) => 'change' in each);
  const classCount = list.map((each) => ('change' in each ? each.classCount : undefined)).find(Boolean);
  return {
    length,
    classNames,
    inputShape: size ? [...size, ...inputShape.slice(2)] : inputShape,
    targetShape: classCount ? [classCount] : targetShape,
    async *batches(walk: BatchOptions): AsyncGenerator<Batch> {
      checkWalk(walk);
      const rng = new Rng(seed).split('augmentation');
      const change = augment(list);
      const epoch = walk.order?.epoch ?? 0;
      let index = walk.start ?? 0;
      try {
        for await (const batch of dataset.batches(walk)) {
          if (classCount) checkLabels(batch.y, classCount, index);
          seek(rng, epoch, index++);
          yield await augmentBatch(batch, changesTargets, (given) => change(given, rng));
        }
      } finally {
        change.dispose();
        rng.dispose();
      }
    },
  };
}

/**
 * Devices that cannot look into their indices would make other targets of them.
 * @throws ShapeError E_INDEX
 */
function checkLabels({ values }: BatchPart, classCount: number, index: number): void {
  if (!(values instanceof Int32Array)) return;
  const row = values.findIndex((label) => label < 0 || label >= classCount);
  if (row < 0) return;
  throw new ShapeError(
    `augmented: batch ${index}: the target of example ${row} is class ${values[row]}, the classes are 0 to ${classCount - 1}`,
    { code: 'E_INDEX', fix: 'look at the labels, or raise classCount' },
  );
}

/** Makes the next draw the first that belongs to a batch. */
function seek(rng: Rng, epoch: number, index: number): void {
  const draw = (BigInt(epoch) * drawsOfEpoch + BigInt(index) * drawsOfBatch) % 2n ** 31n;
  scope(() => rng.draws.assign(scalar(Number(draw), 'int32')));
}

/** A batch of arrays through tensors and back. */
async function augmentBatch(
  batch: Batch,
  changesTargets: boolean,
  change: (batch: ImageBatch) => ImageBatch,
): Promise<Batch> {
  const changed = scope(() => {
    const x = onDevice(batch.x);
    return change(changesTargets ? { x, y: onDevice(batch.y) } : { x });
  });
  try {
    const x = await onHost(changed.x);
    return changed.y ? { ...batch, x, y: await onHost(changed.y) } : { ...batch, x };
  } finally {
    changed.x.dispose();
    changed.y?.dispose();
  }
}

function onDevice({ values, shape }: BatchPart): Tensor {
  return tensor(values, shape, values instanceof Int32Array ? 'int32' : 'float32');
}

async function onHost(x: Tensor): Promise<BatchPart> {
  return { values: (await x.data()) as BatchPart['values'], shape: x.shape };
}
