import { applyOne } from '../dispatch.js';
import type { Shape } from '../shape.js';
import type { Tensor } from '../tensor.js';
import { checkFloat } from './kinds/operands.js';
import { defineUnary } from './kinds/unary.js';

/** IsFinite. */
export const isFiniteKernel = defineUnary({
  name: 'IsFinite',
  op: 'isFinite',
  compute: (x) => Number(Number.isFinite(x)),
  dtype: 'bool',
});

/**
 * Elementwise: true where x is neither NaN nor ±∞.
 *
 * @throws DtypeError for bool
 * @example isFinite(tensor([1, NaN, -Infinity])).arraySync() // [1, 0, 0]
 */
// biome-ignore lint/suspicious/noShadowRestrictedNames: the name that tfjs, PyTorch and NumPy use
export function isFinite<S extends Shape>(x: Tensor<S>): Tensor<S> {
  return applyOne(isFiniteKernel, [checkFloat('isFinite', x)], {}) as Tensor<S>;
}
