import { applyOne } from '../dispatch.js';
import type { Elementwise, Operand, Second } from '../tensor.js';
import { defineBinary } from './kinds/binary.js';
import { numericOperands } from './kinds/operands.js';
import { neg } from './neg.js';

/** Sub. */
export const subKernel = defineBinary({
  name: 'Sub',
  op: 'sub',
  compute: (a, b) => a - b,
  gradient: (dy) => [dy, neg(dy)],
});

/**
 * Elementwise a − b.
 *
 * @param a - tensor or number
 * @param b - tensor or number; shapes broadcast: aligned from the last axis, sizes equal or 1
 * @returns float32 if either is, else int32, which wraps around at ±2³¹
 * @throws ShapeError when the shapes do not broadcast, DtypeError for bool
 * @example sub(tensor([3, 4]), 1).arraySync() // [2, 3]
 */
export function sub<const A extends Operand, const B extends Operand>(
  a: A,
  b: Second<A, B, 'sub'>,
): Elementwise<A, B> {
  return applyOne(subKernel, numericOperands('sub', a, b as Operand), {}) as Elementwise<A, B>;
}
