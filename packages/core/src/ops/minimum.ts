import { applyOne } from '../dispatch.js';
import type { Elementwise, Operand, Second } from '../tensor.js';
import { cast } from './cast.js';
import { greater } from './greater.js';
import { defineBinary } from './kinds/binary.js';
import { numericOperands } from './kinds/operands.js';
import { lessEqual } from './less-equal.js';
import { mul } from './mul.js';

/** Minimum. NaN in either gives NaN; −0 lies below 0. */
export const minimumKernel = defineBinary({
  name: 'Minimum',
  op: 'minimum',
  compute: (a, b) => Math.min(a, b),
  gradient: (dy, a, b) => [
    mul(dy, cast(lessEqual(a, b), 'float32')),
    mul(dy, cast(greater(a, b), 'float32')),
  ],
});

/**
 * Elementwise smaller one of a and b. NaN wins; −0 counts as below 0; where both are equal, the gradient goes to a.
 *
 * @param a - tensor or number
 * @param b - tensor or number; shapes broadcast: aligned from the last axis, sizes equal or 1
 * @returns float32 if either is, else int32
 * @throws ShapeError when the shapes do not broadcast, DtypeError for bool
 * @example minimum(tensor([1, 5]), 3).arraySync() // [1, 3]
 */
export function minimum<const A extends Operand, const B extends Operand>(
  a: A,
  b: Second<A, B, 'minimum'>,
): Elementwise<A, B> {
  return applyOne(minimumKernel, numericOperands('minimum', a, b as Operand), {}) as Elementwise<A, B>;
}
