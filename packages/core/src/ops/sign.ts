import { applyOne } from '../dispatch.js';
import type { Shape } from '../shape.js';
import type { Tensor } from '../tensor.js';
import { checkNumeric } from './kinds/operands.js';
import { defineUnary } from './kinds/unary.js';

/** Sign. */
export const signKernel = defineUnary({
  name: 'Sign',
  op: 'sign',
  compute: Math.sign,
});

/**
 * Elementwise sign: −1, 0 or 1; NaN stays NaN. Its gradient is 0 everywhere.
 *
 * @param x - float32 or int32, any shape
 * @throws DtypeError for bool
 * @example sign(tensor([-3, 0, 2])).arraySync() // [-1, 0, 1]
 */
export function sign<S extends Shape>(x: Tensor<S>): Tensor<S> {
  return applyOne(signKernel, [checkNumeric('sign', x)], {}) as Tensor<S>;
}
