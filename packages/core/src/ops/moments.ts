import { scope } from '../scope.js';
import { reducedShape, resolveAxes, type Shape } from '../shape.js';
import type { Tensor } from '../tensor.js';
import type { Checked, Ok, Reduce } from '../types/shapes.js';
import { floatThroughout } from './kinds/operands.js';
import { keepsDims, type ReduceOptions } from './kinds/reduction.js';
import { mean } from './mean.js';
import { reshape } from './reshape.js';
import { squaredDifference } from './squared-difference.js';

/** Mean and variance along the same axes. */
export interface Moments<S extends Shape> {
  readonly mean: Tensor<S>;
  /** Divided by the count, not by one less. */
  readonly variance: Tensor<S>;
}

/**
 * Mean and variance along axes, for normalisation. The variance is the mean of (x − mean)², so that a large mean
 * does no harm and it is never below 0.
 *
 * @param x - any shape; int32 is cast to float32
 * @param axis - one or several axes, negative ones from the end; default: all
 * @param options - `keepDims`: keep the reduced axes with size 1
 * @returns both float32; NaN for an empty range, variance 0 for a single element
 * @throws ShapeError E_AXIS for an axis outside x or named twice, DtypeError for bool
 * @example moments(tensor([[1, 2], [3, 6]]), 0).variance.arraySync() // [1, 4]
 */
export function moments<
  A extends Shape,
  const X extends number | readonly number[] | undefined = undefined,
  const K extends boolean = false,
>(
  x: Tensor<A>,
  axis?: Checked<Reduce<A, X, K>, A, 'moments', X>,
  options: ReduceOptions<K> = {},
): Moments<Ok<Reduce<A, X, K>>> {
  const isKept = keepsDims('moments', options);
  return scope(() => {
    const given = floatThroughout('moments', x);
    const axes = resolveAxes('moments', axis as number | undefined, given.rank);
    const centre = mean(given, axes, { keepDims: true }) as Tensor;
    const spread = mean(squaredDifference(given, centre) as Tensor, axes, { keepDims: true }) as Tensor;
    const shape = reducedShape(given.shape, axes, isKept);
    return { mean: reshape(centre, shape), variance: reshape(spread, shape) };
  }) as unknown as Moments<Ok<Reduce<A, X, K>>>;
}
