import { applyOne } from '../dispatch.js';
import { resolveAxes, type Shape } from '../shape.js';
import type { Tensor } from '../tensor.js';
import type { Checked, Ok, Reduce } from '../types/shapes.js';
import { broadcastTo } from './broadcast-to.js';
import { checkNumeric } from './kinds/operands.js';
import { defineReduction, keepsDims, type ReduceOptions, withReducedAxes } from './kinds/reduction.js';

/** Attributes of kernels that reduce `axis`: sorted, non-negative. */
export type ReduceAttrs = { readonly axis: readonly number[]; readonly keepDims: boolean };

/** Sum. int32 sums keep their low 32 bits. */
export const sumKernel = defineReduction<ReduceAttrs>({
  name: 'Sum',
  op: 'sum',
  axesOf: ({ axis }) => axis,
  keepDimsOf: ({ keepDims }) => keepDims,
  reduce(at, count, dtype) {
    let total = 0;
    for (let i = 0; i < count; i++) total = dtype === 'int32' ? (total + at(i)) | 0 : total + at(i);
    return total;
  },
  gradient: (dy, { inputs: [x], attrs }) => {
    const { shape } = x as Tensor;
    return broadcastTo(withReducedAxes(dy, shape, attrs.axis), shape);
  },
});

/**
 * Sum along axes.
 *
 * @param x - numbers of any shape
 * @param axis - one or several axes, negative ones from the end; default: all
 * @param options - `keepDims`: keep the reduced axes with size 1
 * @returns x's dtype, int32 wraps around at ±2³¹; 0 for an empty range
 * @throws ShapeError E_AXIS for an axis outside x or named twice, DtypeError for bool
 * @example sum(tensor([[1, 2], [3, 4]]), 0).arraySync() // [4, 6]
 */
export function sum<
  A extends Shape,
  const X extends number | readonly number[] | undefined = undefined,
  const K extends boolean = false,
>(
  x: Tensor<A>,
  axis?: Checked<Reduce<A, X, K>, A, 'sum', X>,
  options: ReduceOptions<K> = {},
): Tensor<Ok<Reduce<A, X, K>>> {
  const given = checkNumeric('sum', x);
  const axes = resolveAxes('sum', axis as number | undefined, given.rank);
  return applyOne(sumKernel, [given], { axis: axes, keepDims: keepsDims('sum', options) }) as Tensor<
    Ok<Reduce<A, X, K>>
  >;
}
