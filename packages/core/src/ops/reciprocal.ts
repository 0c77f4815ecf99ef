import { applyOne } from '../dispatch.js';
import type { Shape } from '../shape.js';
import type { Tensor } from '../tensor.js';
import { checkFloat } from './kinds/operands.js';
import { defineUnary } from './kinds/unary.js';
import { mul } from './mul.js';
import { neg } from './neg.js';
import { square } from './square.js';

/** Reciprocal. */
export const reciprocalKernel = defineUnary({
  name: 'Reciprocal',
  op: 'reciprocal',
  compute: (x) => 1 / x,
  gradient: (dy, _x, y) => neg(mul(dy, square(y))),
});

/**
 * Elementwise 1 / x; ±∞ at ±0.
 *
 * @param x - any shape; int32 is cast to float32
 * @throws DtypeError for bool
 * @example reciprocal(tensor([2, 4])).arraySync() // [0.5, 0.25]
 */
export function reciprocal<S extends Shape>(x: Tensor<S>): Tensor<S> {
  return applyOne(reciprocalKernel, [checkFloat('reciprocal', x)], {}) as Tensor<S>;
}
