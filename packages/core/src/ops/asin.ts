import { applyOne } from '../dispatch.js';
import type { Shape } from '../shape.js';
import type { Tensor } from '../tensor.js';
import { div } from './div.js';
import { checkFloat } from './kinds/operands.js';
import { defineUnary } from './kinds/unary.js';
import { sqrt } from './sqrt.js';
import { square } from './square.js';
import { sub } from './sub.js';

/** Asin. */
export const asinKernel = defineUnary({
  name: 'Asin',
  op: 'asin',
  compute: Math.asin,
  gradient: (dy, x) => div(dy, sqrt(sub(1, square(x)))),
});

/**
 * Elementwise inverse sine, in [−π/2, π/2].
 *
 * @param x - in [−1, 1], NaN outside; int32 is cast to float32
 * @throws DtypeError for bool
 * @example asin(tensor([0, 1])).arraySync() // [0, 1.5707964]
 */
export function asin<S extends Shape>(x: Tensor<S>): Tensor<S> {
  return applyOne(asinKernel, [checkFloat('asin', x)], {}) as Tensor<S>;
}
