import { Rng } from '@descent/core';
import type { ArrayDataset } from '../array-dataset.js';
import { fromArrays } from '../from-arrays.js';
import { type ToyOptions, toyOptions } from './toy-options.js';

/**
 * Numbers that lie on a plane, the easiest thing to learn: (x + y) / 10 at points of the square from −6 to 6.
 *
 * @returns inputs [2], targets [1]
 * @param options - `noise`: the target is that of a point up to 6 · noise away along each axis
 * @throws ValueError for a count that is no whole number >= 1, and for noise below 0
 * @see TensorFlow Playground, dataset "plane" (regressPlane)
 * @example const data = makeLinear({ count: 500, noise: 0.1, seed: 1 });
 */
export function makeLinear(options: ToyOptions = {}): ArrayDataset {
  const { count, noise, seed } = toyOptions('makeLinear', options);
  const units = new Rng(seed).split('linear').uniformArray(4 * count);
  const from = (place: number) => 12 * (units[place] as number) - 6;
  const x = new Float32Array(2 * count);
  const y = new Float32Array(count);
  for (let i = 0; i < count; i++) {
    x.set([from(4 * i), from(4 * i + 1)], 2 * i);
    y[i] = (from(4 * i) + from(4 * i + 1) + noise * (from(4 * i + 2) + from(4 * i + 3))) / 10;
  }
  return fromArrays({ x, inputShape: [2], y, targetShape: [1] });
}
