import { scope } from '../scope.js';
import type { Shape } from '../shape.js';
import type { Tensor } from '../tensor.js';
import { clip } from './clip.js';
import { checkLevel } from './kinds/check-level.js';
import { floatThroughout } from './kinds/operands.js';
import { sub } from './sub.js';

/**
 * Shrinkage towards 0, elementwise: x − threshold above it, x + threshold below −threshold, else 0.
 *
 * @param x - any shape; int32 is cast to float32
 * @param threshold - finite, >= 0; default 0.5
 * @throws DtypeError for bool, ValueError for another threshold
 * @example softShrink(tensor([-2, 0.3, 1])).arraySync() // [-1.5, 0, 0.5]
 */
export function softShrink<S extends Shape>(x: Tensor<S>, threshold = 0.5): Tensor<S> {
  checkLevel('softShrink', 'threshold', threshold);
  return scope(() => {
    const given = floatThroughout('softShrink', x);
    return sub(given, clip(given, -threshold, threshold)) as Tensor<S>;
  });
}
