import { applyOne } from '../dispatch.js';
import type { Shape } from '../shape.js';
import type { Tensor } from '../tensor.js';
import { cosh } from './cosh.js';
import { checkFloat } from './kinds/operands.js';
import { defineUnary } from './kinds/unary.js';
import { mul } from './mul.js';

/** Sinh. */
export const sinhKernel = defineUnary({
  name: 'Sinh',
  op: 'sinh',
  compute: Math.sinh,
  gradient: (dy, x) => mul(dy, cosh(x)),
});

/**
 * Elementwise hyperbolic sine: (eˣ − e⁻ˣ) / 2.
 *
 * @param x - any shape; int32 is cast to float32
 * @throws DtypeError for bool
 * @example sinh(tensor([0, 1])).arraySync() // [0, 1.1752012]
 */
export function sinh<S extends Shape>(x: Tensor<S>): Tensor<S> {
  return applyOne(sinhKernel, [checkFloat('sinh', x)], {}) as Tensor<S>;
}
