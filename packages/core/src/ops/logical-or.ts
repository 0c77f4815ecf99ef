import { applyOne } from '../dispatch.js';
import type { Elementwise, Second, Tensor } from '../tensor.js';
import { defineBinary } from './kinds/binary.js';
import { boolOperands } from './kinds/operands.js';

/** LogicalOr, of bool. */
export const logicalOrKernel = defineBinary({
  name: 'LogicalOr',
  op: 'logicalOr',
  compute: (a, b) => a || b,
  dtype: 'bool',
});

/**
 * Elementwise: true where either is true.
 *
 * @param a - bool
 * @param b - bool; shapes broadcast: aligned from the last axis, sizes equal or 1
 * @throws ShapeError when the shapes do not broadcast, DtypeError for anything but bool
 * @example logicalOr(tensor([true, false]), tensor([true, true])).arraySync() // [1, 1]
 */
export function logicalOr<A extends Tensor, B extends Tensor>(
  a: A,
  b: Second<A, B, 'logicalOr'>,
): Elementwise<A, B> {
  return applyOne(logicalOrKernel, boolOperands('logicalOr', a, b), {}) as Elementwise<A, B>;
}
