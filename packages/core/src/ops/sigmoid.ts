import { applyOne } from '../dispatch.js';
import type { Shape } from '../shape.js';
import type { Tensor } from '../tensor.js';
import { checkFloat } from './kinds/operands.js';
import { defineUnary } from './kinds/unary.js';
import { mul } from './mul.js';
import { sub } from './sub.js';

/** Sigmoid. */
export const sigmoidKernel = defineUnary({
  name: 'Sigmoid',
  op: 'sigmoid',
  compute: (x) => 1 / (1 + Math.exp(-x)),
  gradient: (dy, _x, y) => mul(dy, mul(y, sub(1, y))),
});

/**
 * Logistic sigmoid, elementwise: 1 / (1 + e⁻ˣ), in [0, 1].
 *
 * @param x - any shape; int32 is cast to float32
 * @throws DtypeError for bool
 * @example sigmoid(tensor([0, 2])).arraySync() // [0.5, 0.8807971]
 */
export function sigmoid<S extends Shape>(x: Tensor<S>): Tensor<S> {
  return applyOne(sigmoidKernel, [checkFloat('sigmoid', x)], {}) as Tensor<S>;
}
