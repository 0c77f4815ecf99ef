import { applyOne } from '../dispatch.js';
import type { Shape } from '../shape.js';
import type { Tensor } from '../tensor.js';
import { add } from './add.js';
import { div } from './div.js';
import { checkFloat } from './kinds/operands.js';
import { defineUnary } from './kinds/unary.js';

/** Log1p. */
export const log1pKernel = defineUnary({
  name: 'Log1p',
  op: 'log1p',
  compute: Math.log1p,
  gradient: (dy, x) => div(dy, add(x, 1)),
});

/**
 * Elementwise logarithm of 1 + x; exact near 0; −∞ at −1, NaN below.
 *
 * @param x - any shape; int32 is cast to float32
 * @throws DtypeError for bool
 * @example log1p(tensor([0, 1])).arraySync() // [0, 0.6931472]
 */
export function log1p<S extends Shape>(x: Tensor<S>): Tensor<S> {
  return applyOne(log1pKernel, [checkFloat('log1p', x)], {}) as Tensor<S>;
}
