import { Rng } from '@descent/core';
import type { ArrayDataset } from '../array-dataset.js';
import { labelledPoints } from './labelled-points.js';
import { type ToyOptions, toyOptions } from './toy-options.js';

/**
 * Four quarters of a square, opposite ones of one class: no line separates them. Points lie from −5.3 to 5.3, none
 * within 0.3 of an axis; class 1 is x · y >= 0.
 *
 * @returns inputs [2], class indices 0 and 1
 * @param options - `noise`: the class is that of a point up to 5 · noise away along each axis
 * @throws ValueError for a count that is no whole number >= 1, and for noise below 0
 * @see TensorFlow Playground, dataset "exclusive or" (classifyXORData)
 * @example const data = makeXor({ count: 500, seed: 1 });
 */
export function makeXor(options: ToyOptions = {}): ArrayDataset {
  const { count, noise, seed } = toyOptions('makeXor', options);
  const units = new Rng(seed).split('xor').uniformArray(4 * count);
  const from = (place: number) => 10 * (units[place] as number) - 5;
  const padded = (value: number) => value + (value > 0 ? 0.3 : -0.3);
  return labelledPoints(
    Array.from({ length: count }, (_, i) => {
      const [x, y] = [padded(from(4 * i)), padded(from(4 * i + 1))];
      const product = (x + noise * from(4 * i + 2)) * (y + noise * from(4 * i + 3));
      return [x, y, product >= 0 ? 1 : 0];
    }),
  );
}
