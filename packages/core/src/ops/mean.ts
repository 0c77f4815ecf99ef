import { applyOne } from '../dispatch.js';
import { resolveAxes, type Shape } from '../shape.js';
import type { Tensor } from '../tensor.js';
import type { Checked, Ok, Reduce } from '../types/shapes.js';
import { broadcastTo } from './broadcast-to.js';
import { checkFloat } from './kinds/operands.js';
import { defineReduction, keepsDims, type ReduceOptions, withReducedAxes } from './kinds/reduction.js';
import { mul } from './mul.js';
import type { ReduceAttrs } from './sum.js';

/** Mean, of float32. */
export const meanKernel = defineReduction<ReduceAttrs>({
  name: 'Mean',
  op: 'mean',
  axesOf: ({ axis }) => axis,
  keepDimsOf: ({ keepDims }) => keepDims,
  reduce(at, count) {
    let total = 0;
    for (let i = 0; i < count; i++) total += at(i);
    return total / count;
  },
  gradient(dy, { inputs: [x], attrs }) {
    const { shape } = x as Tensor;
    const count = attrs.axis.reduce((product, axis) => product * (shape[axis] as number), 1);
    return broadcastTo(mul(withReducedAxes(dy, shape, attrs.axis), 1 / count), shape);
  },
});

/**
 * Mean along axes.
 *
 * @param x - any shape
 * @param axis - one or several axes, negative ones from the end; default: all
 * @param options - `keepDims`: keep the reduced axes with size 1
 * @returns float32; NaN for an empty range
 * @throws ShapeError E_AXIS for an axis outside x or named twice, DtypeError for bool
 * @example mean(tensor([[1, 2], [3, 4]]), 0).arraySync() // [2, 3]
 */
export function mean<
  A extends Shape,
  const X extends number | readonly number[] | undefined = undefined,
  const K extends boolean = false,
>(
  x: Tensor<A>,
  axis?: Checked<Reduce<A, X, K>, A, 'mean', X>,
  options: ReduceOptions<K> = {},
): Tensor<Ok<Reduce<A, X, K>>> {
  const given = checkFloat('mean', x);
  const axes = resolveAxes('mean', axis as number | undefined, given.rank);
  return applyOne(meanKernel, [given], { axis: axes, keepDims: keepsDims('mean', options) }) as Tensor<
    Ok<Reduce<A, X, K>>
  >;
}
