import { DataError, Rng } from '@descent/core';
import { checkDataset } from '../check-dataset.js';
import { checkFraction } from '../check-fraction.js';
import type { BatchOptions, Dataset } from '../dataset.js';
import { derive } from '../derive.js';
import { checkedOptions } from '../options/checked-options.js';
import * as kinds from '../options/kinds.js';
import type { GroupKey, GroupSplitOptions } from '../split-by-group.js';
import type { Example } from './example.js';
import { filterExamples } from './filter-examples.js';

/** Options of {@link splitExamples}. */
export interface SplitExamplesOptions extends GroupSplitOptions {
  /** The key of an example's group: all of one key go to the same side. Default: each example is drawn alone. */
  readonly groupBy?: (example: Example, index: number) => GroupKey | undefined;
}

/**
 * Cuts a stream in two, each side a walk through all of it that keeps its own share. Sides are drawn example by
 * example, or group by group, so shares are met on average, not exactly; {@link splitByGroup} and `split` do better
 * with arrays. As with {@link takeExamples} a walk's order does not reach the dataset behind it.
 *
 * @param fraction - share of the first part, in (0, 1)
 * @returns two datasets without a common example, and without a common group where there are groups
 * @throws ValueError for a fraction outside (0, 1); when walked, DataError for an example without a group
 * @example const [train, test] = splitExamples(stream, 0.8);
 */
export function splitExamples(
  data: Dataset,
  fraction: number,
  options: SplitExamplesOptions = {},
): [Dataset, Dataset] {
  checkDataset('splitExamples', data);
  checkFraction('splitExamples', fraction);
  const names = { seed: kinds.seed, groupBy: kinds.callback };
  const { seed = 0, groupBy } = checkedOptions('splitExamples', options, names);
  const rng = new Rng(seed).split('split');
  const sides = new Map<GroupKey, boolean>();
  const sideOfGroup = (key: GroupKey | undefined, index: number): boolean => {
    if (key === undefined || key === null)
      throw new DataError(`splitExamples: groupBy gives no group for example ${index}`, {
        fix: 'leave such examples out with filterExamples, or give each a group of its own',
      });
    const known = sides.get(key);
    if (known !== undefined) return known;
    const [draw] = rng.split(`${typeof key} ${key}`).uniformArray(1) as unknown as [number];
    sides.set(key, draw < fraction);
    return draw < fraction;
  };
  let drawn = { block: -1, units: new Float64Array(0) as Float64Array };
  const sideOfExample = (index: number): boolean => {
    const block = Math.floor(index / blockSize);
    if (drawn.block !== block) drawn = { block, units: rng.split(block).uniformArray(blockSize) };
    return (drawn.units[index % blockSize] as number) < fraction;
  };
  const unordered = derive(data, {
    batches: (walk: BatchOptions) => data.batches({ ...walk, order: undefined }),
  });
  const side = (isFirst: boolean): Dataset =>
    filterExamples(unordered, (example, { index }) => {
      const goesFirst = groupBy ? sideOfGroup(groupBy(example, index), index) : sideOfExample(index);
      return goesFirst === isFirst;
    });
  return [side(true), side(false)];
}

/** Random numbers drawn at once. */
const blockSize = 1024;
