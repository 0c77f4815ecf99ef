import { scope } from '../scope.js';
import type { Shape } from '../shape.js';
import type { Tensor } from '../tensor.js';
import { floatThroughout } from './kinds/operands.js';
import { mul } from './mul.js';
import { softplus } from './softplus.js';
import { tanh } from './tanh.js';

/**
 * Mish, elementwise: x · tanh(softplus(x)).
 *
 * @param x - any shape; int32 is cast to float32
 * @throws DtypeError for bool
 * @see Misra, Mish: a self regularized non-monotonic activation function, arXiv:1908.08681
 * @example mish(tensor([-1, 2])).arraySync() // [-0.30340147, 1.943959]
 */
export function mish<S extends Shape>(x: Tensor<S>): Tensor<S> {
  return scope(() => {
    const given = floatThroughout('mish', x);
    return mul(given, tanh(softplus(given))) as Tensor<S>;
  });
}
