import { applyOne } from '../dispatch.js';
import type { Shape } from '../shape.js';
import type { Tensor } from '../tensor.js';
import { cos } from './cos.js';
import { checkFloat } from './kinds/operands.js';
import { defineUnary } from './kinds/unary.js';
import { mul } from './mul.js';

/** Sin. */
export const sinKernel = defineUnary({
  name: 'Sin',
  op: 'sin',
  compute: Math.sin,
  gradient: (dy, x) => mul(dy, cos(x)),
});

/**
 * Elementwise sine; x in radians.
 *
 * @param x - any shape; int32 is cast to float32
 * @throws DtypeError for bool
 * @example sin(tensor([0, Math.PI / 2])).arraySync() // [0, 1]
 */
export function sin<S extends Shape>(x: Tensor<S>): Tensor<S> {
  return applyOne(sinKernel, [checkFloat('sin', x)], {}) as Tensor<S>;
}
