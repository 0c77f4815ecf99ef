import { applyOne } from '../dispatch.js';
import type { Elementwise, Operand, Second } from '../tensor.js';
import { defineBinary } from './kinds/binary.js';
import { numericOperands } from './kinds/operands.js';
import { mul } from './mul.js';
import { neg } from './neg.js';
import { sub } from './sub.js';

/** SquaredDifference. int32 results keep their low 32 bits. */
export const squaredDifferenceKernel = defineBinary({
  name: 'SquaredDifference',
  op: 'squaredDifference',
  compute: (a, b, dtype) => (dtype === 'int32' ? Math.imul(a - b, a - b) : (a - b) ** 2),
  gradient: (dy, a, b) => {
    const slope = mul(mul(dy, 2), sub(a, b));
    return [slope, neg(slope)];
  },
});

/**
 * Elementwise (a − b)².
 *
 * @param a - tensor or number
 * @param b - tensor or number; shapes broadcast: aligned from the last axis, sizes equal or 1
 * @returns float32 if either is, else int32, which wraps around at ±2³¹
 * @throws ShapeError when the shapes do not broadcast, DtypeError for bool
 * @example squaredDifference(tensor([1, 5]), 3).arraySync() // [4, 4]
 */
export function squaredDifference<const A extends Operand, const B extends Operand>(
  a: A,
  b: Second<A, B, 'squaredDifference'>,
): Elementwise<A, B> {
  return applyOne(
    squaredDifferenceKernel,
    numericOperands('squaredDifference', a, b as Operand),
    {},
  ) as Elementwise<A, B>;
}
