import { applyOne } from '../dispatch.js';
import type { Shape } from '../shape.js';
import type { Tensor } from '../tensor.js';
import { add } from './add.js';
import { checkFloat } from './kinds/operands.js';
import { defineUnary } from './kinds/unary.js';
import { mul } from './mul.js';

/** Expm1. */
export const expm1Kernel = defineUnary({
  name: 'Expm1',
  op: 'expm1',
  compute: Math.expm1,
  gradient: (dy, _x, y) => mul(dy, add(y, 1)),
});

/**
 * Elementwise e to the power x, minus 1; exact near 0.
 *
 * @param x - any shape; int32 is cast to float32
 * @throws DtypeError for bool
 * @example expm1(tensor([0, 1])).arraySync() // [0, 1.7182818]
 */
export function expm1<S extends Shape>(x: Tensor<S>): Tensor<S> {
  return applyOne(expm1Kernel, [checkFloat('expm1', x)], {}) as Tensor<S>;
}
