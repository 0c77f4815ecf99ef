import { applyOne } from '../dispatch.js';
import type { Elementwise, Operand, Second } from '../tensor.js';
import { defineBinary } from './kinds/binary.js';
import { numericOperands } from './kinds/operands.js';

/** Multiply. int32 products keep their low 32 bits. */
export const mulKernel = defineBinary({
  name: 'Multiply',
  op: 'mul',
  compute: (a, b, dtype) => (dtype === 'int32' ? Math.imul(a, b) : a * b),
  gradient: (dy, a, b) => [mul(dy, b), mul(dy, a)],
});

/**
 * Elementwise a · b.
 *
 * @param a - tensor or number
 * @param b - tensor or number; shapes broadcast: aligned from the last axis, sizes equal or 1
 * @returns float32 if either is, else int32, which wraps around at ±2³¹
 * @throws ShapeError when the shapes do not broadcast, DtypeError for bool
 * @example mul(tensor([1, 2]), tensor([3, 4])).arraySync() // [3, 8]
 */
export function mul<const A extends Operand, const B extends Operand>(
  a: A,
  b: Second<A, B, 'mul'>,
): Elementwise<A, B> {
  return applyOne(mulKernel, numericOperands('mul', a, b as Operand), {}) as Elementwise<A, B>;
}
