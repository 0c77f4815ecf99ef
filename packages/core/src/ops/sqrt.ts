import { applyOne } from '../dispatch.js';
import type { Shape } from '../shape.js';
import type { Tensor } from '../tensor.js';
import { div } from './div.js';
import { checkFloat } from './kinds/operands.js';
import { defineUnary } from './kinds/unary.js';
import { mul } from './mul.js';

/** Sqrt. */
export const sqrtKernel = defineUnary({
  name: 'Sqrt',
  op: 'sqrt',
  compute: Math.sqrt,
  gradient: (dy, _x, y) => div(dy, mul(y, 2)),
});

/**
 * Elementwise square root; NaN below 0. Its slope at 0 is ∞, so the gradient of a norm or a standard deviation of 0
 * is NaN: take the root of maximum(…, 1e-12) instead.
 *
 * @param x - any shape; int32 is cast to float32
 * @throws DtypeError for bool
 * @example sqrt(tensor([4, 9])).arraySync() // [2, 3]
 */
export function sqrt<S extends Shape>(x: Tensor<S>): Tensor<S> {
  return applyOne(sqrtKernel, [checkFloat('sqrt', x)], {}) as Tensor<S>;
}
