import { applyOne } from '../dispatch.js';
import type { Shape } from '../shape.js';
import type { Tensor } from '../tensor.js';
import { checkNumeric } from './kinds/operands.js';
import { defineUnary } from './kinds/unary.js';
import { mul } from './mul.js';

/** Square. int32 squares keep their low 32 bits. */
export const squareKernel = defineUnary({
  name: 'Square',
  op: 'square',
  compute: (x, _attrs, dtype) => (dtype === 'int32' ? Math.imul(x, x) : x * x),
  gradient: (dy, x) => mul(dy, mul(x, 2)),
});

/**
 * Elementwise x².
 *
 * @param x - float32 or int32, any shape; int32 wraps around at ±2³¹
 * @throws DtypeError for bool
 * @example square(tensor([3, -4])).arraySync() // [9, 16]
 */
export function square<S extends Shape>(x: Tensor<S>): Tensor<S> {
  return applyOne(squareKernel, [checkNumeric('square', x)], {}) as Tensor<S>;
}
