import type { DType, TypedArray } from '@descent/core';
import { type Sizes, sameSize } from './size.js';

/**
 * Where the channels of a value lie: 'last' as everywhere here, [batch, …axes, channels], or 'first' as the convolutions,
 * pools and resizing of ONNX have them, [batch, channels, …axes].
 */
export type Layout = 'last' | 'first';

/** A value of the graph that is being written. */
export interface Value {
  /** With channels last. */
  readonly shape: Sizes;
  readonly dtype: DType;
  /** Its names in the file, by layout: one that it does not have yet is made by a Transpose when it is asked for. */
  readonly names: { last?: string; first?: string };
  /** The value whose elements these are, in another shape: it is reshaped when a name is asked for. */
  readonly view?: Value;
  /** The numbers of a constant; with channels last. */
  readonly data?: TypedArray;
  /** What a constant is called in the file. */
  readonly label?: string;
}

/** A constant whose numbers are known now. */
export interface Constant extends Value {
  readonly shape: readonly number[];
  readonly data: TypedArray;
}

/** Whether a value's numbers are known now. */
export function isConstant(value: Value): value is Constant {
  return value.data !== undefined;
}

/** A constant of given numbers. */
export function constantOf(
  data: TypedArray,
  shape: readonly number[],
  dtype: DType = 'float32',
  label = 'constant',
): Constant {
  return { shape, dtype, names: {}, data, label };
}

/** Whether a value has its channels first, and asking for them last would take a Transpose. */
export function isOnlyFirst({ names, shape, view }: Value): boolean {
  if (shape.length < 3 || names.last !== undefined) return false;
  return (
    names.first !== undefined || (view !== undefined && isOnlyFirst(view) && keepsEnds(view.shape, shape))
  );
}

/** Whether only axes between batch and channels are others: then it does not matter where the channels lie. */
export function keepsEnds(from: Sizes, to: Sizes): boolean {
  return to.length >= 2 && sameSize(from[0], to[0]) && sameSize(from.at(-1), to.at(-1));
}

/** Whether two values have one shape, for every batch. */
export function sameSizes(a: Sizes, b: Sizes): boolean {
  return a.length === b.length && a.every((size, axis) => sameSize(size, b[axis]));
}

/** A value in another shape. */
export function viewOf(value: Value, shape: Sizes): Value {
  const origin = value.view ?? value;
  if (sameSizes(value.shape, shape)) return value;
  if (sameSizes(origin.shape, shape)) return origin;
  return { shape, dtype: value.dtype, names: {}, view: origin };
}

/** The axis in 'first' that is `axis` in 'last'. */
export function axisWithChannelsFirst(axis: number, rank: number): number {
  if (axis === 0) return 0;
  return axis === rank - 1 ? 1 : axis + 1;
}

/** One thing for each axis, in the order of 'first'. */
export function withChannelsFirst<T>(each: readonly T[]): T[] {
  return [each[0] as T, each.at(-1) as T, ...each.slice(1, -1)];
}
