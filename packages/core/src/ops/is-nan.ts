import { applyOne } from '../dispatch.js';
import type { Shape } from '../shape.js';
import type { Tensor } from '../tensor.js';
import { checkFloat } from './kinds/operands.js';
import { defineUnary } from './kinds/unary.js';

/** IsNan. */
export const isNanKernel = defineUnary({
  name: 'IsNan',
  op: 'isNan',
  compute: (x) => Number(Number.isNaN(x)),
  dtype: 'bool',
});

/**
 * Elementwise: true where x is NaN.
 *
 * @throws DtypeError for bool
 * @example isNan(tensor([1, NaN])).arraySync() // [0, 1]
 */
export function isNan<S extends Shape>(x: Tensor<S>): Tensor<S> {
  return applyOne(isNanKernel, [checkFloat('isNan', x)], {}) as Tensor<S>;
}
