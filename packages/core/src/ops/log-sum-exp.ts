import { scope } from '../scope.js';
import { reducedShape, type Shape } from '../shape.js';
import type { Tensor } from '../tensor.js';
import type { Checked, Ok, Reduce } from '../types/shapes.js';
import { abs } from './abs.js';
import { add } from './add.js';
import { exp } from './exp.js';
import { floatThroughout } from './kinds/operands.js';
import { keepsDims, nonEmptyAxes, type ReduceOptions } from './kinds/reduction.js';
import { less } from './less.js';
import { log } from './log.js';
import { max } from './max.js';
import { reshape } from './reshape.js';
import { stopGradient } from './stop-gradient.js';
import { sub } from './sub.js';
import { sum } from './sum.js';
import { where } from './where.js';
import { zerosLike } from './zeros-like.js';

/**
 * Logarithm of the sum of exponentials along axes: max + log Σ e^(x − max), which never overflows. All −∞ gives
 * −∞, any +∞ gives +∞.
 *
 * @param x - any shape; int32 is cast to float32
 * @param axis - one or several axes, negative ones from the end; default: all
 * @param options - `keepDims`: keep the reduced axes with size 1
 * @throws ShapeError E_AXIS for an axis outside x, E_SHAPE for an empty range; DtypeError for bool
 * @example logSumExp(tensor([400, 400])).item() // 400.69315
 */
export function logSumExp<
  A extends Shape,
  const X extends number | readonly number[] | undefined = undefined,
  const K extends boolean = false,
>(
  x: Tensor<A>,
  axis?: Checked<Reduce<A, X, K>, A, 'logSumExp', X>,
  options: ReduceOptions<K> = {},
): Tensor<Ok<Reduce<A, X, K>>> {
  const isKept = keepsDims('logSumExp', options);
  return scope(() => {
    const given = floatThroughout('logSumExp', x);
    const axes = nonEmptyAxes('logSumExp', given.shape, axis as number | undefined);
    const largest = stopGradient(max(given, axes, { keepDims: true }) as Tensor);
    // An infinite maximum is not subtracted: ∞ − ∞ has no value.
    const shift = where(less(abs(largest), Number.POSITIVE_INFINITY), largest, zerosLike(largest));
    const result = add(log(sum(exp(sub(given, shift)), axes, { keepDims: true })), shift) as Tensor;
    const kept = isKept ? result : reshape(result, reducedShape(given.shape, axes, false));
    return kept as Tensor<Ok<Reduce<A, X, K>>>;
  });
}
