import { scope } from '../scope.js';
import type { Shape } from '../shape.js';
import type { Tensor } from '../tensor.js';
import { floatThroughout } from './kinds/operands.js';
import { neg } from './neg.js';
import { softplus } from './softplus.js';

/**
 * Logarithm of sigmoid without its rounding, elementwise: −log(1 + e^−x) = −softplus(−x).
 *
 * @param x - any shape; int32 is cast to float32
 * @throws DtypeError for bool
 * @example logSigmoid(tensor([-400, 0])).arraySync() // [-400, -0.6931472]
 */
export function logSigmoid<S extends Shape>(x: Tensor<S>): Tensor<S> {
  return scope(() => {
    const given = floatThroughout('logSigmoid', x);
    return neg(softplus(neg(given) as Tensor)) as Tensor<S>;
  });
}
