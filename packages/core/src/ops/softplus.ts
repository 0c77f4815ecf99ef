import { applyOne } from '../dispatch.js';
import type { Shape } from '../shape.js';
import type { Tensor } from '../tensor.js';
import { checkFloat } from './kinds/operands.js';
import { defineUnary } from './kinds/unary.js';
import { mul } from './mul.js';
import { sigmoid } from './sigmoid.js';

/** Softplus, in a form that never overflows. */
export const softplusKernel = defineUnary({
  name: 'Softplus',
  op: 'softplus',
  compute: (x) => Math.max(x, 0) + Math.log1p(Math.exp(-Math.abs(x))),
  gradient: (dy, x) => mul(dy, sigmoid(x)),
});

/**
 * Softplus, elementwise: log(1 + eˣ), a smooth relu; right at ±400 too.
 *
 * @param x - any shape; int32 is cast to float32
 * @throws DtypeError for bool
 * @example softplus(tensor([0, 400])).arraySync() // [0.6931472, 400]
 */
export function softplus<S extends Shape>(x: Tensor<S>): Tensor<S> {
  return applyOne(softplusKernel, [checkFloat('softplus', x)], {}) as Tensor<S>;
}
