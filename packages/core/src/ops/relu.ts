import { applyOne } from '../dispatch.js';
import type { Shape } from '../shape.js';
import type { Tensor } from '../tensor.js';
import { checkNumeric } from './kinds/operands.js';
import { defineUnary } from './kinds/unary.js';
import { mul } from './mul.js';
import { step } from './step.js';

/** Relu. NaN stays NaN. */
export const reluKernel = defineUnary({
  name: 'Relu',
  op: 'relu',
  compute: (x) => (x <= 0 ? 0 : x),
  gradient: (dy, _x, y) => mul(dy, step(y)),
});

/**
 * Rectified linear unit, elementwise: max(x, 0). NaN stays NaN, −0 becomes 0; the slope at 0 is 0.
 *
 * @throws DtypeError for bool
 * @example relu(tensor([-2, 0, 3])).arraySync() // [0, 0, 3]
 */
export function relu<S extends Shape>(x: Tensor<S>): Tensor<S> {
  return applyOne(reluKernel, [checkNumeric('relu', x)], {}) as Tensor<S>;
}
