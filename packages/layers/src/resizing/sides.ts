import { type AxisCount, axisNames, describeValue, ValueError } from '@descent/core';

/** Cells at the two ends of an axis: one number for both, or [before, after]. */
export type Sides = number | readonly [number, number];

/** {@link Sides} of height and width, or of both. */
export type ImageSides = number | readonly [Sides, Sides];

/** {@link Sides} of depth, height and width, or of all. */
export type VolumeSides = number | readonly [Sides, Sides, Sides];

/** [before, after] of {@link Sides}. */
export type SidesOf<V> = V extends number
  ? readonly [V, V]
  : V extends readonly [infer A extends number, infer B extends number]
    ? readonly [A, B]
    : readonly [number, number];

/** [before, after] along the axis `I` of {@link ImageSides} or {@link VolumeSides}. */
export type SidesAt<V, I extends 0 | 1 | 2> = V extends number
  ? readonly [V, V]
  : V extends readonly unknown[]
    ? SidesOf<V[I]>
    : readonly [number, number];

/**
 * Splits an option into [before, after] for each axis.
 * @throws ValueError unless all are whole numbers ≥ 0
 */
export function sidesOf(
  layer: string,
  option: string,
  value: Sides | ImageSides | VolumeSides,
  count: AxisCount,
): (readonly [number, number])[] {
  const axes: unknown =
    typeof value === 'number' ? new Array(count).fill(value) : count === 1 ? [value] : value;
  const pairs = Array.isArray(axes)
    ? axes.map((side) => (typeof side === 'number' ? [side, side] : side))
    : [];
  const isPair = (pair: unknown): boolean =>
    Array.isArray(pair) && pair.length === 2 && pair.every((n) => Number.isSafeInteger(n) && n >= 0);
  if (pairs.length === count && pairs.every(isPair)) return pairs;
  const one = 'a number or [before, after]';
  const expected = count === 1 ? one : `a number, or for each of ${axisNames(count)} ${one}`;
  throw new ValueError(
    `${layer}: ${option} must be ${expected}, whole and >= 0, got ${describeValue(value)}`,
  );
}
