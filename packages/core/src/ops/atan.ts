import { applyOne } from '../dispatch.js';
import type { Shape } from '../shape.js';
import type { Tensor } from '../tensor.js';
import { add } from './add.js';
import { div } from './div.js';
import { checkFloat } from './kinds/operands.js';
import { defineUnary } from './kinds/unary.js';
import { square } from './square.js';

/** Atan. */
export const atanKernel = defineUnary({
  name: 'Atan',
  op: 'atan',
  compute: Math.atan,
  gradient: (dy, x) => div(dy, add(square(x), 1)),
});

/**
 * Elementwise inverse tangent, in [−π/2, π/2].
 *
 * @param x - any shape; int32 is cast to float32
 * @throws DtypeError for bool
 * @example atan(tensor([0, 1])).arraySync() // [0, 0.7853982]
 */
export function atan<S extends Shape>(x: Tensor<S>): Tensor<S> {
  return applyOne(atanKernel, [checkFloat('atan', x)], {}) as Tensor<S>;
}
