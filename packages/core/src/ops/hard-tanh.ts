import { scope } from '../scope.js';
import type { Shape } from '../shape.js';
import type { Tensor } from '../tensor.js';
import { clip } from './clip.js';
import { floatThroughout } from './kinds/operands.js';

/**
 * Hyperbolic tangent in three straight pieces, elementwise: min(max(x, −1), 1).
 *
 * @param x - any shape; int32 is cast to float32
 * @throws DtypeError for bool
 * @example hardTanh(tensor([-3, 0.5, 2])).arraySync() // [-1, 0.5, 1]
 */
export function hardTanh<S extends Shape>(x: Tensor<S>): Tensor<S> {
  return scope(() => {
    const given = floatThroughout('hardTanh', x);
    return clip(given, -1, 1) as Tensor<S>;
  });
}
