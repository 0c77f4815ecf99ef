import { scope } from '../scope.js';
import type { Shape } from '../shape.js';
import type { Tensor } from '../tensor.js';
import { floatThroughout } from './kinds/operands.js';
import { sub } from './sub.js';
import { tanh } from './tanh.js';

/**
 * Shrinkage by the hyperbolic tangent, elementwise: x − tanh(x).
 *
 * @param x - any shape; int32 is cast to float32
 * @throws DtypeError for bool
 * @example tanhShrink(tensor([-2, 0, 2])).arraySync() // [-1.0359724, 0, 1.0359724]
 */
export function tanhShrink<S extends Shape>(x: Tensor<S>): Tensor<S> {
  return scope(() => {
    const given = floatThroughout('tanhShrink', x);
    return sub(given, tanh(given)) as Tensor<S>;
  });
}
