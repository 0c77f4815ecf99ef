import { scope } from '../scope.js';
import type { Shape } from '../shape.js';
import type { Tensor } from '../tensor.js';
import { abs } from './abs.js';
import { add } from './add.js';
import { div } from './div.js';
import { floatThroughout } from './kinds/operands.js';

/**
 * Softsign, elementwise: x / (1 + |x|). It is NaN for ±∞.
 *
 * @param x - any shape; int32 is cast to float32
 * @throws DtypeError for bool
 * @see Turian, Bergstra and Bengio, Quadratic features and deep architectures for chunking, NAACL 2009
 * @example softsign(tensor([-1, 3])).arraySync() // [-0.5, 0.75]
 */
export function softsign<S extends Shape>(x: Tensor<S>): Tensor<S> {
  return scope(() => {
    const given = floatThroughout('softsign', x);
    return div(given, add(abs(given), 1)) as Tensor<S>;
  });
}
