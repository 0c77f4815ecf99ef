import { applyOne } from '../dispatch.js';
import type { Elementwise, Operand, Second } from '../tensor.js';
import { defineBinary } from './kinds/binary.js';
import { numericOperands } from './kinds/operands.js';

/** Add. */
export const addKernel = defineBinary({
  name: 'Add',
  op: 'add',
  compute: (a, b) => a + b,
  gradient: (dy) => [dy, dy],
});

/**
 * Elementwise a + b.
 *
 * @param a - tensor or number
 * @param b - tensor or number; shapes broadcast: aligned from the last axis, sizes equal or 1
 * @returns float32 if either is, else int32, which wraps around at ±2³¹
 * @throws ShapeError when the shapes do not broadcast, DtypeError for bool
 * @example add(tensor([1, 2]), 10).arraySync() // [11, 12]
 */
export function add<const A extends Operand, const B extends Operand>(
  a: A,
  b: Second<A, B, 'add'>,
): Elementwise<A, B> {
  return applyOne(addKernel, numericOperands('add', a, b as Operand), {}) as Elementwise<A, B>;
}
