import { applyOne } from '../dispatch.js';
import type { Shape } from '../shape.js';
import type { Tensor } from '../tensor.js';
import { checkFloat } from './kinds/operands.js';
import { defineUnary } from './kinds/unary.js';

/** Floor. */
export const floorKernel = defineUnary({
  name: 'Floor',
  op: 'floor',
  compute: Math.floor,
});

/**
 * Elementwise largest whole number ≤ x. Its gradient is 0 everywhere.
 *
 * @param x - any shape; int32 is cast to float32
 * @throws DtypeError for bool
 * @example floor(tensor([1.7, -1.2])).arraySync() // [1, -2]
 */
export function floor<S extends Shape>(x: Tensor<S>): Tensor<S> {
  return applyOne(floorKernel, [checkFloat('floor', x)], {}) as Tensor<S>;
}
