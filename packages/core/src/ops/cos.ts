import { applyOne } from '../dispatch.js';
import type { Shape } from '../shape.js';
import type { Tensor } from '../tensor.js';
import { checkFloat } from './kinds/operands.js';
import { defineUnary } from './kinds/unary.js';
import { mul } from './mul.js';
import { neg } from './neg.js';
import { sin } from './sin.js';

/** Cos. */
export const cosKernel = defineUnary({
  name: 'Cos',
  op: 'cos',
  compute: Math.cos,
  gradient: (dy, x) => neg(mul(dy, sin(x))),
});

/**
 * Elementwise cosine; x in radians.
 *
 * @param x - any shape; int32 is cast to float32
 * @throws DtypeError for bool
 * @example cos(tensor([0, Math.PI])).arraySync() // [1, -1]
 */
export function cos<S extends Shape>(x: Tensor<S>): Tensor<S> {
  return applyOne(cosKernel, [checkFloat('cos', x)], {}) as Tensor<S>;
}
