import { applyOne } from '../dispatch.js';
import { defineKernel, type HostTensor, type TensorSpec } from '../kernel.js';
import { reducedShape, type Shape } from '../shape.js';
import type { Tensor } from '../tensor.js';
import type { Checked, Ok, Reduce } from '../types/shapes.js';
import { forEachLane } from './kinds/lanes.js';
import { checkNumeric } from './kinds/operands.js';
import { nonEmptyAxes } from './kinds/reduction.js';

/** Attributes of the ArgMax kernel. */
export type ArgMaxAttrs = { readonly axis: number };

/** ArgMax. The first of equal ones; NaN wins. */
export const argMaxKernel = defineKernel<ArgMaxAttrs>({
  name: 'ArgMax',
  op: 'argMax',
  outputs: ([x], { axis }) => [
    { shape: reducedShape((x as TensorSpec).shape, [axis], false), dtype: 'int32' },
  ],
  reference([x], [out], { axis }) {
    const { shape, values } = x as HostTensor;
    forEachLane(shape, axis, (lane, offset, stride, count) => {
      let best = 0;
      for (let i = 1; i < count; i++) {
        const [value, champion] = [
          values[offset + i * stride] as number,
          values[offset + best * stride] as number,
        ];
        if (value > champion || (Number.isNaN(value) && !Number.isNaN(champion))) best = i;
      }
      (out as HostTensor).values[lane] = best;
    });
  },
});

/**
 * Index of the largest element along an axis: the first of equal ones (−0 equals 0); a NaN wins.
 *
 * @param x - float32 or int32
 * @param axis - default −1
 * @returns int32, without that axis
 * @throws ShapeError E_AXIS for an axis outside x, E_SHAPE for an empty axis; DtypeError for bool
 * @example argMax(tensor([[1, 5], [4, 3]])).arraySync() // [1, 0]
 */
export function argMax<A extends Shape, const X extends number = -1>(
  x: Tensor<A>,
  axis?: Checked<Reduce<A, X, false>, A, 'argMax', X>,
): Tensor<Ok<Reduce<A, X, false>>> {
  const given = checkNumeric('argMax', x);
  const [resolved] = nonEmptyAxes('argMax', given.shape, (axis as number | undefined) ?? -1);
  return applyOne(argMaxKernel, [given], { axis: resolved as number }) as Tensor<Ok<Reduce<A, X, false>>>;
}
