import { Rng } from '@descent/core';
import type { ArrayDataset } from '../array-dataset.js';
import { labelledPoints } from './labelled-points.js';
import { type ToyOptions, toyOptions } from './toy-options.js';

/**
 * A disc of radius 2.5, class 1, inside a ring of radius 3.5 to 5, class 0. The first half of the examples is drawn in
 * the disc; radii, not areas, are spread evenly.
 *
 * @returns inputs [2], class indices 0 and 1
 * @param options - `noise`: the class is that of a point up to 5 · noise away along each axis
 * @throws ValueError for a count that is no whole number >= 1, and for noise below 0
 * @see TensorFlow Playground, dataset "circle" (classifyCircleData)
 * @example const data = makeCircle({ count: 500, noise: 0.1, seed: 1 });
 */
export function makeCircle(options: ToyOptions = {}): ArrayDataset {
  const { count, noise, seed } = toyOptions('makeCircle', options);
  const units = new Rng(seed).split('circle').uniformArray(4 * count);
  const stray = (place: number) => noise * (10 * (units[place] as number) - 5);
  return labelledPoints(
    Array.from({ length: count }, (_, i) => {
      const unit = units[4 * i] as number;
      const radius = i < count / 2 ? 2.5 * unit : 3.5 + 1.5 * unit;
      const angle = 2 * Math.PI * (units[4 * i + 1] as number);
      const [x, y] = [radius * Math.sin(angle), radius * Math.cos(angle)];
      return [x, y, Math.hypot(x + stray(4 * i + 2), y + stray(4 * i + 3)) < 2.5 ? 1 : 0];
    }),
  );
}
