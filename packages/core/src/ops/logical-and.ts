import { applyOne } from '../dispatch.js';
import type { Elementwise, Second, Tensor } from '../tensor.js';
import { defineBinary } from './kinds/binary.js';
import { boolOperands } from './kinds/operands.js';

/** LogicalAnd, of bool. */
export const logicalAndKernel = defineBinary({
  name: 'LogicalAnd',
  op: 'logicalAnd',
  compute: (a, b) => a && b,
  dtype: 'bool',
});

/**
 * Elementwise: true where both are true.
 *
 * @param a - bool
 * @param b - bool; shapes broadcast: aligned from the last axis, sizes equal or 1
 * @throws ShapeError when the shapes do not broadcast, DtypeError for anything but bool
 * @example logicalAnd(tensor([true, false]), tensor([true, true])).arraySync() // [1, 0]
 */
export function logicalAnd<A extends Tensor, B extends Tensor>(
  a: A,
  b: Second<A, B, 'logicalAnd'>,
): Elementwise<A, B> {
  return applyOne(logicalAndKernel, boolOperands('logicalAnd', a, b), {}) as Elementwise<A, B>;
}
