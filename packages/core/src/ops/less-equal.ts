import { applyOne } from '../dispatch.js';
import type { Elementwise, Operand, Second } from '../tensor.js';
import { defineBinary } from './kinds/binary.js';
import { numericOperands } from './kinds/operands.js';

/** LessEqual. */
export const lessEqualKernel = defineBinary({
  name: 'LessEqual',
  op: 'lessEqual',
  compute: (a, b) => Number(a <= b),
  dtype: 'bool',
});

/**
 * Elementwise: true where a ≤ b. Comparisons with NaN are false. No gradient flows.
 *
 * @param a - tensor or number
 * @param b - tensor or number; shapes broadcast: aligned from the last axis, sizes equal or 1
 * @returns bool
 * @throws ShapeError when the shapes do not broadcast, DtypeError for bool
 * @example lessEqual(tensor([1, 2, 3]), 2).arraySync() // [1, 1, 0]
 */
export function lessEqual<const A extends Operand, const B extends Operand>(
  a: A,
  b: Second<A, B, 'lessEqual'>,
): Elementwise<A, B> {
  return applyOne(lessEqualKernel, numericOperands('lessEqual', a, b as Operand), {}) as Elementwise<A, B>;
}
