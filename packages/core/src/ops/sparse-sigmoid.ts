import { scope } from '../scope.js';
import type { Shape } from '../shape.js';
import type { Tensor } from '../tensor.js';
import { add } from './add.js';
import { clip } from './clip.js';
import { floatThroughout } from './kinds/operands.js';
import { mul } from './mul.js';

/**
 * Sigmoid in three straight pieces, elementwise: 0 up to −1, (x + 1) / 2 up to 1, then 1; the slope of
 * {@link sparsePlus}.
 *
 * @param x - any shape; int32 is cast to float32
 * @throws DtypeError for bool
 * @see Martins and Astudillo, From softmax to sparsemax, arXiv:1602.02068
 * @example sparseSigmoid(tensor([-2, 0, 3])).arraySync() // [0, 0.5, 1]
 */
export function sparseSigmoid<S extends Shape>(x: Tensor<S>): Tensor<S> {
  return scope(() => {
    const given = floatThroughout('sparseSigmoid', x);
    return mul(add(clip(given, -1, 1), 1), 0.5) as Tensor<S>;
  });
}
