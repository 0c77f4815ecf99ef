import { Rng } from '@descent/core';
import type { ArrayDataset } from '../array-dataset.js';
import { labelledPoints } from './labelled-points.js';
import { type ToyOptions, toyOptions } from './toy-options.js';

/**
 * Two half circles that reach into each other: class 0 above, the first half of the examples, and class 1 below,
 * shifted by (1, 0.5). Without noise the points lie evenly along them.
 *
 * @returns inputs [2], class indices 0 and 1
 * @param options - `noise`: standard deviation of what is added to each coordinate
 * @throws ValueError for a count that is no whole number >= 1, and for noise below 0
 * @see scikit-learn, make_moons with shuffle=False
 * @example const data = makeMoons({ count: 500, noise: 0.1, seed: 1 });
 */
export function makeMoons(options: ToyOptions = {}): ArrayDataset {
  const { count, noise, seed } = toyOptions('makeMoons', options);
  const normals = new Rng(seed).split('moons').normalArray(2 * count);
  const outerCount = Math.floor(count / 2);
  return labelledPoints(
    Array.from({ length: count }, (_, i) => {
      const label = i < outerCount ? 0 : 1;
      const place = label === 0 ? i : i - outerCount;
      const angle = (Math.PI * place) / Math.max(1, (label === 0 ? outerCount : count - outerCount) - 1);
      const [cos, sin] = [Math.cos(angle), Math.sin(angle)];
      const [x, y] = label === 0 ? [cos, sin] : [1 - cos, 0.5 - sin];
      return [x + noise * (normals[2 * i] as number), y + noise * (normals[2 * i + 1] as number), label];
    }),
  );
}
