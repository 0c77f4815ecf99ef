import { Rng } from '@descent/core';
import type { ArrayDataset } from '../array-dataset.js';
import { labelledPoints } from './labelled-points.js';
import { type ToyOptions, toyOptions } from './toy-options.js';

/**
 * Two arms of a spiral, the hardest of the two-class sets: 1¾ turns each, out to radius 5. The first half of the
 * examples is class 1; the other arm is turned by half a circle.
 *
 * @returns inputs [2], class indices 0 and 1
 * @param options - `noise`: points stray by up to this much along each axis
 * @throws ValueError for a count that is no whole number >= 1, and for noise below 0
 * @see TensorFlow Playground, dataset "spiral" (classifySpiralData)
 * @example const data = makeSpiral({ count: 500, noise: 0.2, seed: 1 });
 */
export function makeSpiral(options: ToyOptions = {}): ArrayDataset {
  const { count, noise, seed } = toyOptions('makeSpiral', options);
  const units = new Rng(seed).split('spiral').uniformArray(2 * count);
  const firstCount = Math.ceil(count / 2);
  return labelledPoints(
    Array.from({ length: count }, (_, i) => {
      const label = i < firstCount ? 1 : 0;
      const along = (label === 1 ? i : i - firstCount) / (label === 1 ? firstCount : count - firstCount);
      const angle = 1.75 * along * 2 * Math.PI + (label === 1 ? 0 : Math.PI);
      const stray = (place: number) => noise * (2 * (units[place] as number) - 1);
      const radius = 5 * along;
      return [radius * Math.sin(angle) + stray(2 * i), radius * Math.cos(angle) + stray(2 * i + 1), label];
    }),
  );
}
