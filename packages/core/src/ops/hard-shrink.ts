import { scope } from '../scope.js';
import type { Shape } from '../shape.js';
import type { Tensor } from '../tensor.js';
import { abs } from './abs.js';
import { greater } from './greater.js';
import { checkLevel } from './kinds/check-level.js';
import { floatThroughout } from './kinds/operands.js';
import { where } from './where.js';

/**
 * Shrinkage that cuts off, elementwise: x where |x| > threshold, else 0.
 *
 * @param x - any shape; int32 is cast to float32
 * @param threshold - finite, >= 0; default 0.5
 * @throws DtypeError for bool, ValueError for another threshold
 * @example hardShrink(tensor([-2, 0.3, 1])).arraySync() // [-2, 0, 1]
 */
export function hardShrink<S extends Shape>(x: Tensor<S>, threshold = 0.5): Tensor<S> {
  checkLevel('hardShrink', 'threshold', threshold);
  return scope(() => {
    const given = floatThroughout('hardShrink', x);
    return where(greater(abs(given), threshold) as Tensor, given, 0) as Tensor<S>;
  });
}
