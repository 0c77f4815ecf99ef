import { applyOne } from '../dispatch.js';
import type { Elementwise, Operand, Second } from '../tensor.js';
import { defineBinary } from './kinds/binary.js';
import { numericOperands } from './kinds/operands.js';

/** Greater. */
export const greaterKernel = defineBinary({
  name: 'Greater',
  op: 'greater',
  compute: (a, b) => Number(a > b),
  dtype: 'bool',
});

/**
 * Elementwise: true where a > b. Comparisons with NaN are false. No gradient flows.
 *
 * @param a - tensor or number
 * @param b - tensor or number; shapes broadcast: aligned from the last axis, sizes equal or 1
 * @returns bool
 * @throws ShapeError when the shapes do not broadcast, DtypeError for bool
 * @example greater(tensor([1, 2, 3]), 2).arraySync() // [0, 0, 1]
 */
export function greater<const A extends Operand, const B extends Operand>(
  a: A,
  b: Second<A, B, 'greater'>,
): Elementwise<A, B> {
  return applyOne(greaterKernel, numericOperands('greater', a, b as Operand), {}) as Elementwise<A, B>;
}
