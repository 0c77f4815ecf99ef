import { applyOne } from '../dispatch.js';
import type { Shape } from '../shape.js';
import type { Tensor } from '../tensor.js';
import { add } from './add.js';
import { checkFloat } from './kinds/operands.js';
import { defineUnary } from './kinds/unary.js';
import { mul } from './mul.js';
import { rsqrt } from './rsqrt.js';
import { square } from './square.js';

/** Asinh. */
export const asinhKernel = defineUnary({
  name: 'Asinh',
  op: 'asinh',
  compute: Math.asinh,
  gradient: (dy, x) => mul(dy, rsqrt(add(square(x), 1))),
});

/**
 * Elementwise inverse hyperbolic sine: ln(x + √(x² + 1)).
 *
 * @param x - any shape; int32 is cast to float32
 * @throws DtypeError for bool
 * @example asinh(tensor([0, 1])).arraySync() // [0, 0.8813736]
 */
export function asinh<S extends Shape>(x: Tensor<S>): Tensor<S> {
  return applyOne(asinhKernel, [checkFloat('asinh', x)], {}) as Tensor<S>;
}
