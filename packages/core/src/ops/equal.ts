import { applyOne } from '../dispatch.js';
import type { Elementwise, Operand, Second } from '../tensor.js';
import { defineBinary } from './kinds/binary.js';
import { operands } from './kinds/operands.js';

/** Equal. */
export const equalKernel = defineBinary({
  name: 'Equal',
  op: 'equal',
  compute: (a, b) => Number(a === b),
  dtype: 'bool',
});

/**
 * Elementwise: true where a = b. NaN differs from everything, itself included. No gradient flows.
 *
 * @param a - tensor or number
 * @param b - tensor or number; shapes broadcast: aligned from the last axis, sizes equal or 1
 * @returns bool
 * @throws ShapeError when the shapes do not broadcast
 * @example equal(tensor([1, 2, 3]), 2).arraySync() // [0, 1, 0]
 */
export function equal<const A extends Operand, const B extends Operand>(
  a: A,
  b: Second<A, B, 'equal'>,
): Elementwise<A, B> {
  return applyOne(equalKernel, operands('equal', a, b as Operand), {}) as Elementwise<A, B>;
}
