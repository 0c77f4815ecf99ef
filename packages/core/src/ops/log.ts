import { applyOne } from '../dispatch.js';
import type { Shape } from '../shape.js';
import type { Tensor } from '../tensor.js';
import { div } from './div.js';
import { checkFloat } from './kinds/operands.js';
import { defineUnary } from './kinds/unary.js';

/** Log. */
export const logKernel = defineUnary({
  name: 'Log',
  op: 'log',
  compute: Math.log,
  gradient: (dy, x) => div(dy, x),
});

/**
 * Elementwise natural logarithm: −∞ at 0, NaN below.
 *
 * @param x - any shape; int32 is cast to float32
 * @throws DtypeError for bool
 * @example log(tensor([1, Math.E])).arraySync() // [0, 1]
 */
export function log<S extends Shape>(x: Tensor<S>): Tensor<S> {
  return applyOne(logKernel, [checkFloat('log', x)], {}) as Tensor<S>;
}
