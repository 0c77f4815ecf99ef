import { applyOne } from '../dispatch.js';
import type { Elementwise, Operand, Second } from '../tensor.js';
import { defineBinary } from './kinds/binary.js';
import { operands } from './kinds/operands.js';

/** NotEqual. */
export const notEqualKernel = defineBinary({
  name: 'NotEqual',
  op: 'notEqual',
  compute: (a, b) => Number(a !== b),
  dtype: 'bool',
});

/**
 * Elementwise: true where a ≠ b. NaN differs from everything, itself included. No gradient flows.
 *
 * @param a - tensor or number
 * @param b - tensor or number; shapes broadcast: aligned from the last axis, sizes equal or 1
 * @returns bool
 * @throws ShapeError when the shapes do not broadcast
 * @example notEqual(tensor([1, 2, 3]), 2).arraySync() // [1, 0, 1]
 */
export function notEqual<const A extends Operand, const B extends Operand>(
  a: A,
  b: Second<A, B, 'notEqual'>,
): Elementwise<A, B> {
  return applyOne(notEqualKernel, operands('notEqual', a, b as Operand), {}) as Elementwise<A, B>;
}
