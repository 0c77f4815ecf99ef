import { applyOne } from '../dispatch.js';
import type { Shape } from '../shape.js';
import type { Tensor } from '../tensor.js';
import { exp } from './exp.js';
import { errorFunction } from './kinds/error-function.js';
import { checkFloat } from './kinds/operands.js';
import { defineUnary } from './kinds/unary.js';
import { mul } from './mul.js';
import { neg } from './neg.js';
import { square } from './square.js';

/** Erf. */
export const erfKernel = defineUnary({
  name: 'Erf',
  op: 'erf',
  compute: errorFunction,
  gradient: (dy, x) => mul(dy, mul(exp(neg(square(x))), 2 / Math.sqrt(Math.PI))),
});

/**
 * Error function, elementwise: 2/√π ∫₀ˣ e^−t² dt, in [−1, 1].
 *
 * @param x - any shape; int32 is cast to float32
 * @throws DtypeError for bool
 * @example erf(tensor([0, 1])).arraySync() // [0, 0.8427008]
 */
export function erf<S extends Shape>(x: Tensor<S>): Tensor<S> {
  return applyOne(erfKernel, [checkFloat('erf', x)], {}) as Tensor<S>;
}
