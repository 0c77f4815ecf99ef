import { Rng } from '@descent/core';
import { groupBy } from './group-by.js';

/**
 * Parts examples for cross-validation so that no group is in two folds: groups in random order, each to the fold that has
 * the fewest examples.
 *
 * @param groups - of each example
 * @returns the fold of each example, from 0
 */
export function groupedFolds(groups: readonly string[], foldCount: number, seed: number): Int32Array {
  const members = [...groupBy(groups.keys(), (i) => groups[i] as string).values()];
  const sizes = new Array<number>(foldCount).fill(0);
  const folds = new Int32Array(groups.length);
  for (const at of new Rng(seed).split('folds').permutation(members.length)) {
    const places = members[at] as number[];
    const fold = sizes.indexOf(Math.min(...sizes));
    sizes[fold] = (sizes[fold] as number) + places.length;
    for (const place of places) folds[place] = fold;
  }
  return folds;
}
