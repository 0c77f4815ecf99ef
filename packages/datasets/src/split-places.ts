import { Rng } from '@descent/core';

/**
 * Cuts the places from 0 to before `length` in two at random, each side in rising order.
 *
 * @param fraction - share of the first side, in (0, 1)
 * @param labels - class of each place, whose shares both sides keep; undefined where they do not matter
 */
export function splitPlaces(
  length: number,
  fraction: number,
  seed: number,
  labels?: Int32Array,
): [Int32Array, Int32Array] {
  const order = new Rng(seed).split('split').permutation(length);
  const groups = labels ? byClass(order, labels) : [order];
  const cut = (group: Int32Array): number => Math.round(group.length * fraction);
  const first = groups.flatMap((group) => [...group.subarray(0, cut(group))]);
  const second = groups.flatMap((group) => [...group.subarray(cut(group))]);
  return [Int32Array.from(first).sort(), Int32Array.from(second).sort()];
}

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
