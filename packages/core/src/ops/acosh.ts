import { applyOne } from '../dispatch.js';
import type { Shape } from '../shape.js';
import type { Tensor } from '../tensor.js';
import { add } from './add.js';
import { checkFloat } from './kinds/operands.js';
import { defineUnary } from './kinds/unary.js';
import { mul } from './mul.js';
import { rsqrt } from './rsqrt.js';
import { sub } from './sub.js';

/** Acosh. */
export const acoshKernel = defineUnary({
  name: 'Acosh',
  op: 'acosh',
  compute: Math.acosh,
  gradient: (dy, x) => mul(dy, rsqrt(mul(sub(x, 1), add(x, 1)))),
});

/**
 * Elementwise inverse hyperbolic cosine: ln(x + √(x² − 1)).
 *
 * @param x - from 1 on, NaN below; int32 is cast to float32
 * @throws DtypeError for bool
 * @example acosh(tensor([1, 2])).arraySync() // [0, 1.316958]
 */
export function acosh<S extends Shape>(x: Tensor<S>): Tensor<S> {
  return applyOne(acoshKernel, [checkFloat('acosh', x)], {}) as Tensor<S>;
}
