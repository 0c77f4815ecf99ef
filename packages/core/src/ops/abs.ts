import { applyOne } from '../dispatch.js';
import type { Shape } from '../shape.js';
import type { Tensor } from '../tensor.js';
import { checkNumeric } from './kinds/operands.js';
import { defineUnary } from './kinds/unary.js';
import { mul } from './mul.js';
import { sign } from './sign.js';

/** Abs. */
export const absKernel = defineUnary({
  name: 'Abs',
  op: 'abs',
  compute: Math.abs,
  gradient: (dy, x) => mul(dy, sign(x)),
});

/**
 * Elementwise |x|; the slope at 0 is 0.
 *
 * @param x - float32 or int32, any shape; −2³¹ wraps around to itself
 * @throws DtypeError for bool
 * @example abs(tensor([-3, 2])).arraySync() // [3, 2]
 */
export function abs<S extends Shape>(x: Tensor<S>): Tensor<S> {
  return applyOne(absKernel, [checkNumeric('abs', x)], {}) as Tensor<S>;
}
