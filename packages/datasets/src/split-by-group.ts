import { DataError, Rng } from '@descent/core';
import type { ArrayDataset } from './array-dataset.js';
import { checkFraction } from './check-fraction.js';
import { checkedOptions } from './options/checked-options.js';
import * as kinds from './options/kinds.js';

/** What tells groups apart: a patient's number, a recording's name. */
export type GroupKey = string | number;

/** Options of {@link splitByGroup}. */
export interface GroupSplitOptions {
  /** Determines which groups go where. Default 0. */
  readonly seed?: number;
}

/** The examples of one key. */
interface Group {
  readonly places: readonly number[];
  /** How many of each class. */
  readonly counts: Float64Array;
  isFirst: boolean;
}

/**
 * Cuts a dataset in two so that no group is on both sides: pictures of one patient, takes of one speaker. Otherwise a
 * model is tested on people whom it learnt by heart. Both sides keep the share of every class as far as groups allow:
 * the largest groups go first, each to the side that lacks more, then groups move and change places as long as that
 * brings the counts closer.
 *
 * @param groups - the key of each example, in order
 * @param fraction - share of the first part, in (0, 1)
 * @returns two datasets without a common group, neither of them empty
 * @throws ValueError for a fraction outside (0, 1); DataError for other than one key per example, and for a single group
 * @example const [train, test] = splitByGroup(xrays, patients, 0.8);
 */
export function splitByGroup(
  data: ArrayDataset,
  groups: readonly GroupKey[],
  fraction: number,
  options: GroupSplitOptions = {},
): [ArrayDataset, ArrayDataset] {
  checkFraction('splitByGroup', fraction);
  const { seed = 0 } = checkedOptions('splitByGroup', options, { seed: kinds.seed });
  const [first, second] = splitPlacesByGroup(data.length, groups, fraction, seed, data.labels);
  return [data.pick(first), data.pick(second)];
}

/**
 * Cuts the places from 0 to before `length` in two, as {@link splitByGroup} does.
 * @throws DataError for other than one key per place, and for a single group
 */
export function splitPlacesByGroup(
  length: number,
  groups: readonly GroupKey[],
  fraction: number,
  seed: number,
  labels: Int32Array | undefined,
): [Int32Array, Int32Array] {
  if (groups.length !== length) {
    throw new DataError(`splitByGroup: ${length} examples, ${groups.length} keys`, {
      fix: 'give the key of the group of each example, in order',
    });
  }
  const rng = new Rng(seed).split('split');
  const all = groupsOf(labels, groups);
  if (all.length < 2) {
    throw new DataError(`splitByGroup: all ${length} examples are of one group`, {
      fix: 'look whether the keys are the right column',
    });
  }
  const order = Array.from(rng.permutation(all.length), (i) => all[i] as Group);
  const mixed = order.sort((a, b) => b.places.length - a.places.length);
  const balance = new Balance(mixed, fraction);
  for (const group of mixed) balance.moveIfCloser(group);
  for (let isCloser = true; isCloser; )
    isCloser = mixed.filter((group) => balance.moveIfCloser(group)).length > 0;
  const draws = rng.uniformArray(2 * swapsPerGroup * mixed.length);
  for (let i = 0; i < draws.length; i += 2) {
    const at = (draw: number) => mixed[Math.floor(draw * mixed.length)] as Group;
    balance.swapIfCloser(at(draws[i] as number), at(draws[i + 1] as number));
  }
  const side = (isFirst: boolean) =>
    Int32Array.from(
      mixed.filter((group) => group.isFirst === isFirst).flatMap((group) => group.places),
    ).sort();
  return [side(true), side(false)];
}

/** Pairs tried, for each group. */
const swapsPerGroup = 30;

function groupsOf(labels: Int32Array | undefined, keys: readonly GroupKey[]): Group[] {
  const classes = [...new Set(labels)];
  const classAt = new Map(classes.map((label, index) => [label, index]));
  const byKey = new Map<GroupKey, { places: number[]; counts: Float64Array; isFirst: boolean }>();
  for (const [place, key] of keys.entries()) {
    let group = byKey.get(key);
    if (!group) {
      group = { places: [], counts: new Float64Array(Math.max(1, classes.length)), isFirst: false };
      byKey.set(key, group);
    }
    group.places.push(place);
    const at = labels ? (classAt.get(labels[place] as number) as number) : 0;
    (group.counts[at] as number)++;
  }
  return [...byKey.values()];
}

/** How far the first side is from what it should hold. */
class Balance {
  /** What the first side lacks of each class; below 0 what it has too much. */
  readonly #lacks: Float64Array;
  #firstCount = 0;
  readonly #groupCount: number;

  constructor(groups: readonly Group[], fraction: number) {
    this.#groupCount = groups.length;
    this.#lacks = new Float64Array((groups[0] as Group).counts.length);
    for (const { counts } of groups)
      counts.forEach((n, i) => {
        (this.#lacks[i] as number) += n * fraction;
      });
  }

  /** Moves a group to the other side, where that brings the counts closer and leaves no side empty. */
  moveIfCloser(group: Group): boolean {
    const firstCount = this.#firstCount + (group.isFirst ? -1 : 1);
    if (firstCount === 0 || firstCount === this.#groupCount) return false;
    return this.#changeIfCloser([group]);
  }

  /** Exchanges two groups of different sides, where that brings the counts closer. */
  swapIfCloser(a: Group, b: Group): boolean {
    return a.isFirst !== b.isFirst && this.#changeIfCloser([a, b]);
  }

  #changeIfCloser(groups: readonly Group[]): boolean {
    const lacks = Float64Array.from(this.#lacks);
    for (const { counts, isFirst } of groups) {
      counts.forEach((n, i) => {
        (lacks[i] as number) += isFirst ? n : -n;
      });
    }
    const isForced = this.#firstCount === 0;
    if (!isForced && distance(lacks) >= distance(this.#lacks) - 1e-9) return false;
    this.#lacks.set(lacks);
    for (const group of groups) {
      group.isFirst = !group.isFirst;
      this.#firstCount += group.isFirst ? 1 : -1;
    }
    return true;
  }
}

/** Of the classes' counts and of the count of all. */
function distance(lacks: Float64Array): number {
  let [squares, sum] = [0, 0];
  for (const lack of lacks) {
    squares += lack * lack;
    sum += lack;
  }
  return squares + sum * sum;
}
