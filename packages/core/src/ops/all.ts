import { applyOne } from '../dispatch.js';
import { resolveAxes, type Shape } from '../shape.js';
import type { Tensor } from '../tensor.js';
import type { Checked, Ok, Reduce } from '../types/shapes.js';
import { checkBool } from './kinds/operands.js';
import { defineReduction, keepsDims, type ReduceOptions } from './kinds/reduction.js';
import type { ReduceAttrs } from './sum.js';

/** All, of bool. */
export const allKernel = defineReduction<ReduceAttrs>({
  name: 'All',
  op: 'all',
  axesOf: ({ axis }) => axis,
  keepDimsOf: ({ keepDims }) => keepDims,
  reduce(at, count) {
    for (let i = 0; i < count; i++) if (at(i) === 0) return 0;
    return 1;
  },
});

/**
 * True where every element is true along axes.
 *
 * @param x - any shape
 * @param axis - one or several axes, negative ones from the end; default: all
 * @param options - `keepDims`: keep the reduced axes with size 1
 * @returns bool; true for an empty range
 * @throws ShapeError E_AXIS for an axis outside x or named twice, DtypeError for anything but bool
 * @example all(tensor([[true, false], [true, true]]), 1).arraySync() // [0, 1]
 */
export function all<
  A extends Shape,
  const X extends number | readonly number[] | undefined = undefined,
  const K extends boolean = false,
>(
  x: Tensor<A>,
  axis?: Checked<Reduce<A, X, K>, A, 'all', X>,
  options: ReduceOptions<K> = {},
): Tensor<Ok<Reduce<A, X, K>>> {
  const given = checkBool('all', x);
  const axes = resolveAxes('all', axis as number | undefined, given.rank);
  return applyOne(allKernel, [given], { axis: axes, keepDims: keepsDims('all', options) }) as Tensor<
    Ok<Reduce<A, X, K>>
  >;
}
