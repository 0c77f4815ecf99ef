import { applyOne } from '../dispatch.js';
import type { Shape } from '../shape.js';
import type { Tensor } from '../tensor.js';
import { checkFloat } from './kinds/operands.js';
import { defineUnary } from './kinds/unary.js';
import { mul } from './mul.js';

/** Exp. */
export const expKernel = defineUnary({
  name: 'Exp',
  op: 'exp',
  compute: Math.exp,
  gradient: (dy, _x, y) => mul(dy, y),
});

/**
 * Elementwise e to the power x; ∞ from 88.73 on, in float32.
 *
 * @param x - any shape; int32 is cast to float32
 * @throws DtypeError for bool
 * @example exp(tensor([0, 1])).arraySync() // [1, 2.7182817]
 */
export function exp<S extends Shape>(x: Tensor<S>): Tensor<S> {
  return applyOne(expKernel, [checkFloat('exp', x)], {}) as Tensor<S>;
}
