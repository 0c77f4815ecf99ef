import { scope } from '../scope.js';
import type { Shape } from '../shape.js';
import type { Tensor } from '../tensor.js';
import { floatThroughout } from './kinds/operands.js';
import { mul } from './mul.js';
import { sigmoid } from './sigmoid.js';

/**
 * Swish (SiLU), elementwise: x · sigmoid(x).
 *
 * @param x - any shape; int32 is cast to float32
 * @throws DtypeError for bool
 * @see Ramachandran, Zoph and Le, Searching for activation functions, arXiv:1710.05941
 * @example swish(tensor([0, 2])).arraySync() // [0, 1.7615942]
 */
export function swish<S extends Shape>(x: Tensor<S>): Tensor<S> {
  return scope(() => {
    const given = floatThroughout('swish', x);
    return mul(given, sigmoid(given)) as Tensor<S>;
  });
}
