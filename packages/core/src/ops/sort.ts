import { scope } from '../scope.js';
import { resolveAxis, type Shape } from '../shape.js';
import type { Tensor } from '../tensor.js';
import { alongLast } from './kinds/along-last.js';
import { checkOptions } from './kinds/check-options.js';
import { checkNumeric } from './kinds/operands.js';
import { reverse } from './reverse.js';
import { topK } from './top-k.js';

/** Options of {@link sort} and {@link argSort}. */
export interface SortOptions {
  /** The largest first. Default false. */
  readonly descending?: boolean;
}

/**
 * The elements along an axis in order, the smallest first. NaN counts as larger than all numbers, as in NumPy.
 *
 * @param x - rank ≥ 1, float32 or int32
 * @param axis - default −1
 * @param options - `descending`: the largest first
 * @returns x's shape and dtype; the gradient goes to where each element was
 * @throws ShapeError E_AXIS for an axis outside x, DtypeError for bool
 * @example sort(tensor([3, 1, 2])).arraySync() // [1, 2, 3]
 */
export function sort<S extends Shape>(x: Tensor<S>, axis = -1, options: SortOptions = {}): Tensor<S> {
  const given = checkNumeric('sort', x);
  const { descending = false } = checkOptions('sort', options, ['descending']);
  const resolved = resolveAxis('sort', axis, given.rank);
  const size = given.shape[resolved] as number;
  return scope(() =>
    alongLast(given, resolved, (rows) => {
      if (descending) return topK(rows, size).values;
      return reverse(topK(reverse(rows, -1), size).values, -1);
    }),
  ) as Tensor<S>;
}
