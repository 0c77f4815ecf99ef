import { applyOne } from '../dispatch.js';
import type { Shape } from '../shape.js';
import type { Tensor } from '../tensor.js';
import { checkFloat } from './kinds/operands.js';
import { defineUnary } from './kinds/unary.js';
import { mul } from './mul.js';
import { sinh } from './sinh.js';

/** Cosh. */
export const coshKernel = defineUnary({
  name: 'Cosh',
  op: 'cosh',
  compute: Math.cosh,
  gradient: (dy, x) => mul(dy, sinh(x)),
});

/**
 * Elementwise hyperbolic cosine: (eˣ + e⁻ˣ) / 2.
 *
 * @param x - any shape; int32 is cast to float32
 * @throws DtypeError for bool
 * @example cosh(tensor([0, 1])).arraySync() // [1, 1.5430807]
 */
export function cosh<S extends Shape>(x: Tensor<S>): Tensor<S> {
  return applyOne(coshKernel, [checkFloat('cosh', x)], {}) as Tensor<S>;
}
