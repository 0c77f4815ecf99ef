import { scope } from '../scope.js';
import type { Shape } from '../shape.js';
import type { Tensor } from '../tensor.js';
import { add } from './add.js';
import { floatThroughout } from './kinds/operands.js';
import { mul } from './mul.js';
import { relu6 } from './relu6.js';

/**
 * Sigmoid in three straight pieces, elementwise: min(max(x + 3, 0), 6) / 6.
 *
 * @param x - any shape; int32 is cast to float32
 * @throws DtypeError for bool
 * @see Howard et al., Searching for MobileNetV3, arXiv:1905.02244, section 5.2
 * @example hardSigmoid(tensor([-4, 0, 1])).arraySync() // [0, 0.5, 0.6666667]
 */
export function hardSigmoid<S extends Shape>(x: Tensor<S>): Tensor<S> {
  return scope(() => {
    const given = floatThroughout('hardSigmoid', x);
    return mul(relu6(add(given, 3) as Tensor), 1 / 6) as Tensor<S>;
  });
}
