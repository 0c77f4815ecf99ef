import { applyOne } from '../dispatch.js';
import type { Shape } from '../shape.js';
import type { Tensor } from '../tensor.js';
import { div } from './div.js';
import { checkFloat } from './kinds/operands.js';
import { defineUnary } from './kinds/unary.js';
import { square } from './square.js';
import { sub } from './sub.js';

/** Atanh. */
export const atanhKernel = defineUnary({
  name: 'Atanh',
  op: 'atanh',
  compute: Math.atanh,
  gradient: (dy, x) => div(dy, sub(1, square(x))),
});

/**
 * Elementwise inverse hyperbolic tangent: ½ ln((1 + x) / (1 − x)).
 *
 * @param x - in [−1, 1], −∞ and ∞ at the ends, NaN outside; int32 is cast to float32
 * @throws DtypeError for bool
 * @example atanh(tensor([0, 0.5])).arraySync() // [0, 0.54930615]
 */
export function atanh<S extends Shape>(x: Tensor<S>): Tensor<S> {
  return applyOne(atanhKernel, [checkFloat('atanh', x)], {}) as Tensor<S>;
}
