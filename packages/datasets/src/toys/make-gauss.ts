import { Rng } from '@descent/core';
import type { ArrayDataset } from '../array-dataset.js';
import { labelledPoints } from './labelled-points.js';
import { type ToyOptions, toyOptions } from './toy-options.js';

/**
 * Two round clouds: class 1 around (2, 2), the first half of the examples, and class 0 around (−2, −2).
 *
 * @returns inputs [2], class indices 0 and 1
 * @param options - `noise`: the clouds' variance is 0.5 + 7 · noise along each axis
 * @throws ValueError for a count that is no whole number >= 1, and for noise below 0
 * @see TensorFlow Playground, dataset "Gaussian" (classifyTwoGaussData)
 * @example const data = makeGauss({ count: 500, noise: 0.1, seed: 1 });
 */
export function makeGauss(options: ToyOptions = {}): ArrayDataset {
  const { count, noise, seed } = toyOptions('makeGauss', options);
  const normals = new Rng(seed).split('gauss').normalArray(2 * count);
  const deviation = Math.sqrt(0.5 + 7 * noise);
  return labelledPoints(
    Array.from({ length: count }, (_, i) => {
      const label = i < count / 2 ? 1 : 0;
      const at = (place: number) => 4 * label - 2 + deviation * (normals[place] as number);
      return [at(2 * i), at(2 * i + 1), label];
    }),
  );
}
