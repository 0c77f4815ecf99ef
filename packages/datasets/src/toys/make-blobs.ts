import { Rng } from '@descent/core';
import type { ArrayDataset } from '../array-dataset.js';
import { checkedOptions } from '../options/checked-options.js';
import * as kinds from '../options/kinds.js';
import { labelledPoints } from './labelled-points.js';
import { type ToyOptions, toyKinds, toyOptions } from './toy-options.js';

/** Options of {@link makeBlobs}. */
export interface BlobOptions extends ToyOptions {
  /** Number of classes. Default 3. */
  readonly classCount?: number;
}

/**
 * Round clouds, one for each class, around centres drawn from the square from −10 to 10. Examples take turns, so that
 * classes are equal in size.
 *
 * @returns inputs [2], class indices
 * @param options - `noise`: standard deviation of the clouds along each axis. Default 1
 * @throws ValueError for counts that are no whole numbers >= 1, and for noise below 0
 * @see scikit-learn, make_blobs
 * @example const data = makeBlobs({ count: 500, classCount: 4, seed: 1 });
 */
export function makeBlobs(options: BlobOptions = {}): ArrayDataset {
  const names = { ...toyKinds(), classCount: kinds.whole(1, 2 ** 16) };
  const { classCount = 3, noise: given = 1, ...rest } = checkedOptions('makeBlobs', options, names);
  const { count, noise, seed } = toyOptions('makeBlobs', { ...rest, noise: given });
  const rng = new Rng(seed).split('blobs');
  const centres = rng.uniformArray(2 * classCount).map((unit) => 20 * unit - 10);
  const normals = rng.normalArray(2 * count);
  return labelledPoints(
    Array.from({ length: count }, (_, i) => {
      const label = i % classCount;
      const at = (axis: number) =>
        (centres[2 * label + axis] as number) + noise * (normals[2 * i + axis] as number);
      return [at(0), at(1), label];
    }),
  );
}
