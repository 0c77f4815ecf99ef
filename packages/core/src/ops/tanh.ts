import { applyOne } from '../dispatch.js';
import type { Shape } from '../shape.js';
import type { Tensor } from '../tensor.js';
import { checkFloat } from './kinds/operands.js';
import { defineUnary } from './kinds/unary.js';
import { mul } from './mul.js';
import { square } from './square.js';
import { sub } from './sub.js';

/** Tanh. */
export const tanhKernel = defineUnary({
  name: 'Tanh',
  op: 'tanh',
  compute: Math.tanh,
  gradient: (dy, _x, y) => mul(dy, sub(1, square(y))),
});

/**
 * Elementwise hyperbolic tangent, in (−1, 1).
 *
 * @param x - any shape; int32 is cast to float32
 * @throws DtypeError for bool
 * @example tanh(tensor([0, 1])).arraySync() // [0, 0.7615942]
 */
export function tanh<S extends Shape>(x: Tensor<S>): Tensor<S> {
  return applyOne(tanhKernel, [checkFloat('tanh', x)], {}) as Tensor<S>;
}
