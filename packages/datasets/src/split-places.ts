import { Rng } from '@descent/core';

/**
 * Cuts the places from 0 to before `length` in two at random, each side in rising order. The first side has
 * `length × fraction` of them, rounded, with classes or without.
 *
 * @param fraction - share of the first side, in (0, 1)
 * @param labels - class of each place, whose shares both sides keep; undefined where they do not matter. What is left
 * when each class has given its whole examples comes from the classes that lack the largest part of one, at random where
 * they lack the same
 */
export function splitPlaces(
  length: number,
  fraction: number,
  seed: number,
  labels?: Int32Array,
): [Int32Array, Int32Array] {
  const order = new Rng(seed).split('split').permutation(length);
  const groups = labels ? byClass(order, labels) : [order];
  const cuts = cutsOf(groups, Math.round(length * fraction), fraction);
  const first = groups.flatMap((group, i) => [...group.subarray(0, cuts[i])]);
  const second = groups.flatMap((group, i) => [...group.subarray(cuts[i])]);
  return [Int32Array.from(first).sort(), Int32Array.from(second).sort()];
}

/** How many of each group are on the first side, `count` in all: the method of largest remainders. */
function cutsOf(groups: readonly Int32Array[], count: number, fraction: number): number[] {
  const cuts = groups.map((group) => Math.floor(group.length * fraction));
  const left = count - cuts.reduce((sum, cut) => sum + cut, 0);
  // In steps that are coarser than rounding, so that equal remainders are equal; groups come in a random order.
  const remainder = (i: number): number =>
    Math.round(((groups[i] as Int32Array).length * fraction - (cuts[i] as number)) * 1e9);
  const neediest = [...groups.keys()].sort((a, b) => remainder(b) - remainder(a));
  for (const i of neediest.slice(0, left)) (cuts[i] as number)++;
  return cuts;
}

/** Classes in the order in which the random order meets them. */
function byClass(order: Int32Array, labels: Int32Array): Int32Array[] {
  const groups = new Map<number, number[]>();
  for (const place of order) {
    const label = labels[place] as number;
    const group = groups.get(label);
    if (group) group.push(place);
    else groups.set(label, [place]);
  }
  return [...groups.values()].map((group) => Int32Array.from(group));
}
