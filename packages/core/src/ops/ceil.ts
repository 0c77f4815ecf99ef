import { applyOne } from '../dispatch.js';
import type { Shape } from '../shape.js';
import type { Tensor } from '../tensor.js';
import { checkFloat } from './kinds/operands.js';
import { defineUnary } from './kinds/unary.js';

/** Ceil. */
export const ceilKernel = defineUnary({
  name: 'Ceil',
  op: 'ceil',
  compute: Math.ceil,
});

/**
 * Elementwise smallest whole number ≥ x. Its gradient is 0 everywhere.
 *
 * @param x - any shape; int32 is cast to float32
 * @throws DtypeError for bool
 * @example ceil(tensor([1.2, -1.7])).arraySync() // [2, -1]
 */
export function ceil<S extends Shape>(x: Tensor<S>): Tensor<S> {
  return applyOne(ceilKernel, [checkFloat('ceil', x)], {}) as Tensor<S>;
}
