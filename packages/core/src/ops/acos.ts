import { applyOne } from '../dispatch.js';
import type { Shape } from '../shape.js';
import type { Tensor } from '../tensor.js';
import { div } from './div.js';
import { checkFloat } from './kinds/operands.js';
import { defineUnary } from './kinds/unary.js';
import { neg } from './neg.js';
import { sqrt } from './sqrt.js';
import { square } from './square.js';
import { sub } from './sub.js';

/** Acos. */
export const acosKernel = defineUnary({
  name: 'Acos',
  op: 'acos',
  compute: Math.acos,
  gradient: (dy, x) => neg(div(dy, sqrt(sub(1, square(x))))),
});

/**
 * Elementwise inverse cosine, in [0, π].
 *
 * @param x - in [−1, 1], NaN outside; int32 is cast to float32
 * @throws DtypeError for bool
 * @example acos(tensor([1, 0])).arraySync() // [0, 1.5707964]
 */
export function acos<S extends Shape>(x: Tensor<S>): Tensor<S> {
  return applyOne(acosKernel, [checkFloat('acos', x)], {}) as Tensor<S>;
}
