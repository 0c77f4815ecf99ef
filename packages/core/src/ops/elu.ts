import { applyOne } from '../dispatch.js';
import type { Shape } from '../shape.js';
import type { Tensor } from '../tensor.js';
import { eluGradKernel } from './elu-grad.js';
import { checkFloat } from './kinds/operands.js';
import { defineUnary } from './kinds/unary.js';

/** Elu, with alpha = 1. */
export const eluKernel = defineUnary({
  name: 'Elu',
  op: 'elu',
  compute: (x) => (x < 0 ? Math.expm1(x) : x),
  gradient: (dy, _x, y) => applyOne(eluGradKernel, [dy, y], {}),
});

/**
 * Exponential linear unit, elementwise: x from 0 on, eˣ − 1 below.
 *
 * @param x - any shape; int32 is cast to float32
 * @throws DtypeError for bool
 * @see Clevert, Unterthiner and Hochreiter, arXiv:1511.07289
 * @example elu(tensor([-1, 2])).arraySync() // [-0.6321206, 2]
 */
export function elu<S extends Shape>(x: Tensor<S>): Tensor<S> {
  return applyOne(eluKernel, [checkFloat('elu', x)], {}) as Tensor<S>;
}
