import { applyOne } from '../dispatch.js';
import type { Shape } from '../shape.js';
import type { Tensor } from '../tensor.js';
import { checkNumeric } from './kinds/operands.js';
import { defineUnary } from './kinds/unary.js';
import { mul } from './mul.js';
import { step } from './step.js';
import { sub } from './sub.js';

/** Relu6. */
export const relu6Kernel = defineUnary({
  name: 'Relu6',
  op: 'relu6',
  compute: (x) => (x <= 0 ? 0 : x >= 6 ? 6 : x),
  gradient: (dy, x) => mul(dy, mul(step(x), step(sub(6, x)))),
});

/**
 * Elementwise min(max(x, 0), 6). NaN stays NaN, −0 becomes 0; the slope at 0 and 6 is 0.
 *
 * @param x - float32 or int32, any shape
 * @throws DtypeError for bool
 * @example relu6(tensor([-1, 3, 8])).arraySync() // [0, 3, 6]
 */
export function relu6<S extends Shape>(x: Tensor<S>): Tensor<S> {
  return applyOne(relu6Kernel, [checkNumeric('relu6', x)], {}) as Tensor<S>;
}
