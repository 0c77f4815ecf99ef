import type { Elementwise, Second, Tensor } from '../tensor.js';
import { boolOperands } from './kinds/operands.js';
import { notEqual } from './not-equal.js';

/**
 * Elementwise: true where one is true and the other is not.
 *
 * @param a - bool
 * @param b - bool; shapes broadcast: aligned from the last axis, sizes equal or 1
 * @throws ShapeError when the shapes do not broadcast, DtypeError for anything but bool
 * @example logicalXor(tensor([true, false]), tensor([true, true])).arraySync() // [0, 1]
 */
export function logicalXor<A extends Tensor, B extends Tensor>(
  a: A,
  b: Second<A, B, 'logicalXor'>,
): Elementwise<A, B> {
  const [x, y] = boolOperands('logicalXor', a, b);
  return notEqual(x, y) as Elementwise<A, B>;
}
