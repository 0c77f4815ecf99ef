import { describeValue } from '../describe-value.js';
import { ValueError } from '../errors.js';
import { scope } from '../scope.js';
import { resolveAxes, type Shape } from '../shape.js';
import type { Tensor } from '../tensor.js';
import type { Checked, Ok, Reduce } from '../types/shapes.js';
import { div } from './div.js';
import { checkOptions } from './kinds/check-options.js';
import { floatThroughout } from './kinds/operands.js';
import type { ReduceOptions } from './kinds/reduction.js';
import { mean } from './mean.js';
import { square } from './square.js';
import { sub } from './sub.js';
import { sum } from './sum.js';

/** Options of {@link variance}. */
export interface VarianceOptions<K extends boolean = boolean> extends ReduceOptions<K> {
  /** Subtracted from the count: 0 (default) for the variance of the data, 1 for the unbiased estimate. */
  readonly correction?: number;
}

/**
 * Variance along axes: Σ (x − mean)² / (n − correction). In two passes, so that a large mean does no harm.
 *
 * @param x - any shape; int32 is cast to float32
 * @param axis - one or several axes, negative ones from the end; default: all
 * @returns NaN where n = correction
 * @throws ShapeError E_AXIS for an axis outside x or named twice, DtypeError for bool, ValueError
 * @example variance(tensor([1, 2, 3, 4])).item() // 1.25
 */
export function variance<
  A extends Shape,
  const X extends number | readonly number[] | undefined = undefined,
  const K extends boolean = false,
>(
  x: Tensor<A>,
  axis?: Checked<Reduce<A, X, K>, A, 'variance', X>,
  options: VarianceOptions<K> = {},
): Tensor<Ok<Reduce<A, X, K>>> {
  const { keepDims = false, correction = 0 } = checkOptions('variance', options, ['keepDims', 'correction']);
  if (!(correction >= 0))
    throw new ValueError(`variance: correction must be >= 0, got ${describeValue(correction)}`);
  return scope(() => {
    const given = floatThroughout('variance', x);
    const axes = resolveAxes('variance', axis as number | undefined, given.rank);
    const count = axes.reduce((product, a) => product * (given.shape[a] as number), 1);
    const deviations = square(sub(given, mean(given, axes, { keepDims: true })));
    return div(sum(deviations, axes, { keepDims }), count - correction) as Tensor<Ok<Reduce<A, X, K>>>;
  });
}
