import { scope } from '../scope.js';
import type { Shape } from '../shape.js';
import type { Tensor } from '../tensor.js';
import { abs } from './abs.js';
import { add } from './add.js';
import { div } from './div.js';
import { checkLevel } from './kinds/check-level.js';
import { floatThroughout } from './kinds/operands.js';
import { mul } from './mul.js';
import { sqrt } from './sqrt.js';
import { square } from './square.js';

/**
 * Softplus without exponentials, elementwise: (x + √(x² + b)) / 2.
 *
 * @param x - any shape; int32 is cast to float32
 * @param b - how round the bend is, finite, >= 0; default 4
 * @throws DtypeError for bool, ValueError for another b
 * @see Barron, Squareplus: a softplus-like algebraic rectifier, arXiv:2112.11687
 * @example squareplus(tensor([0, 1.5])).arraySync() // [1, 2]
 */
export function squareplus<S extends Shape>(x: Tensor<S>, b = 4): Tensor<S> {
  checkLevel('squareplus', 'b', b);
  return scope(() => {
    const given = floatThroughout('squareplus', x);
    // (√(x² + b) − |x|) / 2 = b / (2 (√(x² + b) + |x|)), which loses no digits where x is far below 0.
    const size = abs(given);
    const rest = div(b, mul(add(sqrt(add(square(given), b) as Tensor), size), 2));
    return add(mul(add(given, size), 0.5), rest) as Tensor<S>;
  });
}
