import { applyOne } from '../dispatch.js';
import type { Elementwise, Operand, Second } from '../tensor.js';
import { cast } from './cast.js';
import { greaterEqual } from './greater-equal.js';
import { defineBinary } from './kinds/binary.js';
import { numericOperands } from './kinds/operands.js';
import { less } from './less.js';
import { mul } from './mul.js';

/** Maximum. NaN in either gives NaN; −0 lies below 0. */
export const maximumKernel = defineBinary({
  name: 'Maximum',
  op: 'maximum',
  compute: (a, b) => Math.max(a, b),
  gradient: (dy, a, b) => [
    mul(dy, cast(greaterEqual(a, b), 'float32')),
    mul(dy, cast(less(a, b), 'float32')),
  ],
});

/**
 * Elementwise larger one of a and b. NaN wins; −0 counts as below 0; where both are equal, the gradient goes to a.
 *
 * @param a - tensor or number
 * @param b - tensor or number; shapes broadcast: aligned from the last axis, sizes equal or 1
 * @returns float32 if either is, else int32
 * @throws ShapeError when the shapes do not broadcast, DtypeError for bool
 * @example maximum(tensor([1, 5]), 3).arraySync() // [3, 5]
 */
export function maximum<const A extends Operand, const B extends Operand>(
  a: A,
  b: Second<A, B, 'maximum'>,
): Elementwise<A, B> {
  return applyOne(maximumKernel, numericOperands('maximum', a, b as Operand), {}) as Elementwise<A, B>;
}
