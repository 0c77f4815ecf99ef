import { applyOne } from '../dispatch.js';
import type { Shape } from '../shape.js';
import type { Tensor } from '../tensor.js';
import { checkFloat } from './kinds/operands.js';
import { defineUnary } from './kinds/unary.js';
import { mul } from './mul.js';
import { square } from './square.js';

/** Rsqrt. */
export const rsqrtKernel = defineUnary({
  name: 'Rsqrt',
  op: 'rsqrt',
  compute: (x) => 1 / Math.sqrt(x),
  gradient: (dy, _x, y) => mul(dy, mul(mul(y, square(y)), -0.5)),
});

/**
 * Elementwise 1 / √x; ∞ at 0, −∞ at −0, NaN below.
 *
 * @param x - any shape; int32 is cast to float32
 * @throws DtypeError for bool
 * @example rsqrt(tensor([4, 16])).arraySync() // [0.5, 0.25]
 */
export function rsqrt<S extends Shape>(x: Tensor<S>): Tensor<S> {
  return applyOne(rsqrtKernel, [checkFloat('rsqrt', x)], {}) as Tensor<S>;
}
