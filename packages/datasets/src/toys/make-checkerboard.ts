import { Rng } from '@descent/core';
import type { ArrayDataset } from '../array-dataset.js';
import { checkedOptions } from '../options/checked-options.js';
import * as kinds from '../options/kinds.js';
import { labelledPoints } from './labelled-points.js';
import { type ToyOptions, toyKinds, toyOptions } from './toy-options.js';

/** Options of {@link makeCheckerboard}. */
export interface CheckerboardOptions extends ToyOptions {
  /** Fields along each side. Default 4. */
  readonly fieldCount?: number;
}

/**
 * The fields of a draughtboard, black and white by turns, on the square from −1 to 1: the more fields, the more a net
 * has to bend. The field at (−1, −1) is class 0.
 *
 * @returns inputs [2], class indices 0 and 1
 * @param options - `noise`: standard deviation of what is added to each coordinate after the class is known
 * @throws ValueError for counts that are no whole numbers >= 1, and for noise below 0
 * @example const data = makeCheckerboard({ count: 1000, fieldCount: 3, seed: 1 });
 */
export function makeCheckerboard(options: CheckerboardOptions = {}): ArrayDataset {
  const names = { ...toyKinds(), fieldCount: kinds.whole(1, 2 ** 16) };
  const { fieldCount = 4, ...rest } = checkedOptions('makeCheckerboard', options, names);
  const { count, noise, seed } = toyOptions('makeCheckerboard', rest);
  const rng = new Rng(seed).split('checkerboard');
  const units = rng.uniformArray(2 * count);
  const normals = rng.normalArray(2 * count);
  return labelledPoints(
    Array.from({ length: count }, (_, i) => {
      const at = (axis: number) =>
        2 * (units[2 * i + axis] as number) - 1 + noise * (normals[2 * i + axis] as number);
      const field = (axis: number) => Math.floor((units[2 * i + axis] as number) * fieldCount);
      return [at(0), at(1), (field(0) + field(1)) % 2];
    }),
  );
}
