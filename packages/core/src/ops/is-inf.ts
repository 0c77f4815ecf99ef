import { applyOne } from '../dispatch.js';
import type { Shape } from '../shape.js';
import type { Tensor } from '../tensor.js';
import { checkFloat } from './kinds/operands.js';
import { defineUnary } from './kinds/unary.js';

/** IsInf. */
export const isInfKernel = defineUnary({
  name: 'IsInf',
  op: 'isInf',
  compute: (x) => Number(Math.abs(x) === Number.POSITIVE_INFINITY),
  dtype: 'bool',
});

/**
 * Elementwise: true where x is ∞ or −∞.
 *
 * @throws DtypeError for bool
 * @example isInf(tensor([1, -Infinity, NaN])).arraySync() // [0, 1, 0]
 */
export function isInf<S extends Shape>(x: Tensor<S>): Tensor<S> {
  return applyOne(isInfKernel, [checkFloat('isInf', x)], {}) as Tensor<S>;
}
