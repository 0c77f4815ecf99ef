import { Rng } from '@descent/core';
import type { ArrayDataset } from '../array-dataset.js';
import { fromArrays } from '../from-arrays.js';
import { type ToyOptions, toyOptions } from './toy-options.js';

/**
 * One swing of a sine to fit a curve to: sin(2πx) at numbers x from 0 to 1.
 *
 * @returns inputs [1], targets [1]
 * @param options - `noise`: standard deviation of what is added to the target
 * @throws ValueError for a count that is no whole number >= 1, and for noise below 0
 * @see Bishop, Pattern Recognition and Machine Learning, section 1.1
 * @example const data = makeSine({ count: 10, noise: 0.3, seed: 1 });
 */
export function makeSine(options: ToyOptions = {}): ArrayDataset {
  const { count, noise, seed } = toyOptions('makeSine', options);
  const rng = new Rng(seed).split('sine');
  const x = rng.uniformArray(count);
  const normals = rng.normalArray(count);
  const y = x.map((value, i) => Math.sin(2 * Math.PI * value) + noise * (normals[i] as number));
  return fromArrays({ x, inputShape: [1], y, targetShape: [1] });
}
