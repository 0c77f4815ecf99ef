import { scope } from '../scope.js';
import { resolveAxis, type Shape } from '../shape.js';
import type { Tensor } from '../tensor.js';
import { alongLast } from './kinds/along-last.js';
import { checkOptions } from './kinds/check-options.js';
import { checkNumeric } from './kinds/operands.js';
import { reverse } from './reverse.js';
import type { SortOptions } from './sort.js';
import { sub } from './sub.js';
import { topK } from './top-k.js';

/**
 * Where the elements of the sorted axis stood: of equal ones (−0 equals 0) the first comes first, whichever way it is
 * sorted; NaN counts as larger than all numbers, as in NumPy.
 *
 * @param x - rank ≥ 1, float32 or int32
 * @param axis - default −1
 * @param options - `descending`: the largest first
 * @returns int32, of x's shape
 * @throws ShapeError E_AXIS for an axis outside x, DtypeError for bool
 * @example argSort(tensor([3, 1, 2])).arraySync() // [1, 2, 0]
 */
export function argSort<S extends Shape>(x: Tensor<S>, axis = -1, options: SortOptions = {}): Tensor<S> {
  const given = checkNumeric('argSort', x);
  const { descending = false } = checkOptions('argSort', options, ['descending']);
  const resolved = resolveAxis('argSort', axis, given.rank);
  const size = given.shape[resolved] as number;
  return scope(() =>
    alongLast(given, resolved, (rows) => {
      if (descending) return topK(rows, size).indices;
      // Backwards both ways, so that the first of equal ones stays the first.
      return sub(size - 1, reverse(topK(reverse(rows, -1), size).indices, -1)) as Tensor;
    }),
  ) as Tensor<S>;
}
