import { describeValue } from '../describe-value.js';
import { applyOne } from '../dispatch.js';
import { ValueError } from '../errors.js';
import type { Shape } from '../shape.js';
import type { Tensor } from '../tensor.js';
import { greaterEqual } from './greater-equal.js';
import { checkNumeric } from './kinds/operands.js';
import { defineUnary } from './kinds/unary.js';
import { lessEqual } from './less-equal.js';
import { logicalAnd } from './logical-and.js';
import { where } from './where.js';
import { zerosLike } from './zeros-like.js';

/** Attributes of the ClipByValue kernel. */
export type ClipAttrs = { readonly clipValueMin: number; readonly clipValueMax: number };

/** ClipByValue. NaN stays NaN. */
export const clipKernel = defineUnary<ClipAttrs>({
  name: 'ClipByValue',
  op: 'clip',
  compute: (x, { clipValueMin, clipValueMax }) => Math.min(Math.max(x, clipValueMin), clipValueMax),
  gradient(dy, x, _y, { clipValueMin, clipValueMax }) {
    const isInside = logicalAnd(greaterEqual(x, clipValueMin), lessEqual(x, clipValueMax));
    return where(isInside, dy, zerosLike(dy));
  },
});

/**
 * Elementwise: x, but not below min and not above max. NaN stays NaN; −0 counts as below 0. The gradient passes
 * where min ≤ x ≤ max.
 *
 * @param x - float32 or int32, any shape
 * @throws ValueError unless min ≤ max, DtypeError for bool
 * @example clip(tensor([-1, 0.5, 3]), 0, 1).arraySync() // [0, 0.5, 1]
 */
export function clip<S extends Shape>(x: Tensor<S>, min: number, max: number): Tensor<S> {
  if (!(min <= max))
    throw new ValueError(`clip: min must be <= max, got ${describeValue(min)} and ${describeValue(max)}`);
  const given = checkNumeric('clip', x);
  // What lies between two whole numbers counts as the one closer to 0, as it would in an array of them.
  const bound = (value: number): number => (given.dtype === 'int32' ? Math.trunc(value) : value);
  const attrs = { clipValueMin: bound(min), clipValueMax: bound(max) };
  return applyOne(clipKernel, [given], attrs) as Tensor<S>;
}
