import { applyOne } from '../dispatch.js';
import { resolveAxes, type Shape } from '../shape.js';
import type { Tensor } from '../tensor.js';
import type { Checked, Ok, Reduce } from '../types/shapes.js';
import { checkBool } from './kinds/operands.js';
import { defineReduction, keepsDims, type ReduceOptions } from './kinds/reduction.js';
import type { ReduceAttrs } from './sum.js';

/** Any, of bool. */
export const anyKernel = defineReduction<ReduceAttrs>({
  name: 'Any',
  op: 'any',
  axesOf: ({ axis }) => axis,
  keepDimsOf: ({ keepDims }) => keepDims,
  reduce(at, count) {
    for (let i = 0; i < count; i++) if (at(i) !== 0) return 1;
    return 0;
  },
});

/**
 * True where some element is true along axes.
 *
 * @param x - any shape
 * @param axis - one or several axes, negative ones from the end; default: all
 * @param options - `keepDims`: keep the reduced axes with size 1
 * @returns bool; false for an empty range
 * @throws ShapeError E_AXIS for an axis outside x or named twice, DtypeError for anything but bool
 * @example any(tensor([[true, false], [true, true]]), 1).arraySync() // [1, 1]
 */
export function any<
  A extends Shape,
  const X extends number | readonly number[] | undefined = undefined,
  const K extends boolean = false,
>(
  x: Tensor<A>,
  axis?: Checked<Reduce<A, X, K>, A, 'any', X>,
  options: ReduceOptions<K> = {},
): Tensor<Ok<Reduce<A, X, K>>> {
  const given = checkBool('any', x);
  const axes = resolveAxes('any', axis as number | undefined, given.rank);
  return applyOne(anyKernel, [given], { axis: axes, keepDims: keepsDims('any', options) }) as Tensor<
    Ok<Reduce<A, X, K>>
  >;
}
