import { applyOne } from '../dispatch.js';
import type { Shape } from '../shape.js';
import type { Tensor } from '../tensor.js';
import { checkNumeric } from './kinds/operands.js';
import { defineUnary } from './kinds/unary.js';

/** Neg. */
export const negKernel = defineUnary({
  name: 'Neg',
  op: 'neg',
  compute: (x) => -x,
  gradient: (dy) => neg(dy),
});

/**
 * Elementwise −x.
 *
 * @param x - float32 or int32, any shape; −2³¹ wraps around to itself
 * @throws DtypeError for bool
 * @example neg(tensor([1, -2])).arraySync() // [-1, 2]
 */
export function neg<S extends Shape>(x: Tensor<S>): Tensor<S> {
  return applyOne(negKernel, [checkNumeric('neg', x)], {}) as Tensor<S>;
}
