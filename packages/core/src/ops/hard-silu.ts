import { scope } from '../scope.js';
import type { Shape } from '../shape.js';
import type { Tensor } from '../tensor.js';
import { hardSigmoid } from './hard-sigmoid.js';
import { floatThroughout } from './kinds/operands.js';
import { maximum } from './maximum.js';
import { mul } from './mul.js';

/**
 * Swish of straight pieces, elementwise: x · {@link hardSigmoid}(x); also called hard swish. Below −3 it is −0.
 *
 * @param x - any shape; int32 is cast to float32
 * @throws DtypeError for bool
 * @see Howard et al., Searching for MobileNetV3, arXiv:1905.02244, section 5.2
 * @example hardSilu(tensor([-1, 2])).arraySync() // [-0.33333334, 1.6666666]
 */
export function hardSilu<S extends Shape>(x: Tensor<S>): Tensor<S> {
  return scope(() => {
    const given = floatThroughout('hardSilu', x);
    // Not −∞ · 0, which is NaN.
    return mul(maximum(given, -3), hardSigmoid(given)) as Tensor<S>;
  });
}
