import { scope } from '../scope.js';
import type { Shape } from '../shape.js';
import type { Tensor } from '../tensor.js';
import { add } from './add.js';
import { floatThroughout } from './kinds/operands.js';
import { less } from './less.js';
import { minimum } from './minimum.js';
import { mul } from './mul.js';
import { relu } from './relu.js';
import { square } from './square.js';
import { where } from './where.js';

/**
 * Softplus of straight pieces joined by a parabola, elementwise: 0 up to −1, (x + 1)² / 4 up to 1, then x.
 *
 * @param x - any shape; int32 is cast to float32
 * @throws DtypeError for bool
 * @see Martins and Astudillo, From softmax to sparsemax, arXiv:1602.02068
 * @example sparsePlus(tensor([-2, 0, 3])).arraySync() // [0, 0.25, 3]
 */
export function sparsePlus<S extends Shape>(x: Tensor<S>): Tensor<S> {
  return scope(() => {
    const given = floatThroughout('sparsePlus', x);
    const parabola = mul(square(relu(add(minimum(given, 1), 1) as Tensor)), 0.25);
    return where(less(given, 1) as Tensor, parabola, given) as Tensor<S>;
  });
}
