import { scope } from '../scope.js';
import { resolveAxis, type Shape } from '../shape.js';
import type { Tensor } from '../tensor.js';
import { add } from './add.js';
import { cast } from './cast.js';
import { cumsum } from './cumsum.js';
import { div } from './div.js';
import { greater } from './greater.js';
import { alongLast } from './kinds/along-last.js';
import { floatThroughout } from './kinds/operands.js';
import { max } from './max.js';
import { mul } from './mul.js';
import { range } from './range.js';
import { relu } from './relu.js';
import { sort } from './sort.js';
import { stopGradient } from './stop-gradient.js';
import { sub } from './sub.js';
import { sum } from './sum.js';
import { where } from './where.js';

/**
 * Probabilities along an axis of which small ones are 0: the point of the simplex that is nearest to x. With x sorted,
 * the largest first, k is the largest number for which 1 + k xₖ > x₁ + … + xₖ, τ = (x₁ + … + xₖ − 1) / k, and the result
 * max(x − τ, 0). (Keras 3.15 gives other numbers, whose sum is not 1.)
 *
 * @param x - rank >= 1; int32 is cast to float32
 * @param axis - default −1
 * @returns float32, x's shape; where all of a lane are −∞, or one is +∞, the lane is NaN
 * @throws ShapeError E_AXIS for an axis outside x, ShapeError for an axis of size 0; DtypeError for bool
 * @see Martins and Astudillo, From softmax to sparsemax, arXiv:1602.02068, algorithm 1
 * @example sparsemax(tensor([0.5, 0.25, -1])).arraySync() // [0.625, 0.375, 0]
 */
export function sparsemax<S extends Shape>(x: Tensor<S>, axis = -1): Tensor<S> {
  return scope(() => {
    const given = floatThroughout('sparsemax', x);
    return alongLast(given, resolveAxis('sparsemax', axis, given.rank), ofRows) as Tensor<S>;
  });
}

function ofRows(x: Tensor): Tensor {
  const kept = { keepDims: true } as const;
  // Whatever is added to a lane, its result stays the same.
  const lowered = sub(x, stopGradient(max(x, -1, kept) as Tensor)) as Tensor;
  const sorted = sort(lowered, -1, { descending: true });
  const places = cast(range(1, (x.shape.at(-1) as number) + 1), 'float32');
  const isInside = greater(add(mul(sorted, places), 1), cumsum(sorted, -1)) as Tensor;
  const count = sum(cast(isInside, 'float32'), -1, kept);
  const total = sum(where(isInside, sorted, 0) as Tensor, -1, kept);
  return relu(sub(lowered, div(sub(total, 1), count)) as Tensor);
}
