import { applyOne } from '../dispatch.js';
import type { Shape } from '../shape.js';
import type { Tensor } from '../tensor.js';
import type { Checked, Ok, Reduce } from '../types/shapes.js';
import { extremumGradient } from './kinds/extremum-gradient.js';
import { checkNumeric } from './kinds/operands.js';
import { defineReduction, keepsDims, nonEmptyAxes, type ReduceOptions } from './kinds/reduction.js';

/** Attributes of the Max kernel: TensorFlow.js calls its axes so. */
export type MaxAttrs = { readonly reductionIndices: readonly number[]; readonly keepDims: boolean };

/** Max. NaN wins; −0 lies below 0. */
export const maxKernel = defineReduction<MaxAttrs>({
  name: 'Max',
  op: 'max',
  axesOf: ({ reductionIndices }) => reductionIndices,
  keepDimsOf: ({ keepDims }) => keepDims,
  reduce(at, count) {
    let best = at(0);
    for (let i = 1; i < count; i++) best = Math.max(best, at(i));
    return best;
  },
  gradient: (dy, { inputs: [x], outputs: [y], attrs }) =>
    extremumGradient(dy, x as Tensor, y as Tensor, attrs.reductionIndices),
});

/**
 * Largest element along axes. NaN wins; −0 counts as below 0; equal ones share the gradient evenly.
 *
 * @param x - any shape
 * @param axis - one or several axes, negative ones from the end; default: all
 * @param options - `keepDims`: keep the reduced axes with size 1
 * @returns x's dtype
 * @throws ShapeError E_AXIS for an axis outside x, E_SHAPE for an empty range; DtypeError for bool
 * @example max(tensor([[1, 5], [3, 4]]), 0).arraySync() // [3, 5]
 */
export function max<
  A extends Shape,
  const X extends number | readonly number[] | undefined = undefined,
  const K extends boolean = false,
>(
  x: Tensor<A>,
  axis?: Checked<Reduce<A, X, K>, A, 'max', X>,
  options: ReduceOptions<K> = {},
): Tensor<Ok<Reduce<A, X, K>>> {
  const given = checkNumeric('max', x);
  const axes = nonEmptyAxes('max', given.shape, axis as number | undefined);
  return applyOne(maxKernel, [given], {
    reductionIndices: axes,
    keepDims: keepsDims('max', options),
  }) as Tensor<Ok<Reduce<A, X, K>>>;
}
