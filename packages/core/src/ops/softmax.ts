import { applyOne } from '../dispatch.js';
import { defineKernel, type HostTensor, type TensorSpec } from '../kernel.js';
import { resolveAxis, type Shape } from '../shape.js';
import type { Tensor } from '../tensor.js';
import { alongLast } from './kinds/along-last.js';
import { forEachLane } from './kinds/lanes.js';
import { checkFloat } from './kinds/operands.js';
import { mul } from './mul.js';
import { sub } from './sub.js';
import { sum } from './sum.js';

/** Attributes of the Softmax kernel: the axis, always the last. */
export type SoftmaxAttrs = { readonly dim: number };

/** Softmax, over the last axis, with the maximum subtracted. */
export const softmaxKernel = defineKernel<SoftmaxAttrs>({
  name: 'Softmax',
  op: 'softmax',
  outputs: ([x]) => [{ shape: (x as TensorSpec).shape, dtype: 'float32' }],
  reference([x], [out], { dim }) {
    const { shape, values } = x as HostTensor;
    const result = (out as HostTensor).values;
    forEachLane(shape, dim, (_lane, offset, stride, count) => {
      let largest = Number.NEGATIVE_INFINITY;
      for (let i = 0; i < count; i++) largest = Math.max(largest, values[offset + i * stride] as number);
      let total = 0;
      for (let i = 0; i < count; i++) total += Math.exp((values[offset + i * stride] as number) - largest);
      for (let i = 0; i < count; i++) {
        result[offset + i * stride] = Math.exp((values[offset + i * stride] as number) - largest) / total;
      }
    });
  },
  gradient: ([dy], { outputs: [y] }) => {
    const weighted = mul(dy as Tensor, y as Tensor) as Tensor;
    return [sub(weighted, mul(y as Tensor, sum(weighted, -1, { keepDims: true }))) as Tensor];
  },
});

/**
 * Probabilities along an axis: e^(xᵢ − max) / Σ e^(xⱼ − max); they sum to 1.
 *
 * @param x - rank ≥ 1; int32 is cast to float32
 * @param axis - default −1
 * @returns float32. Where all are −∞, or one is +∞, no probabilities exist and the lane is NaN
 * @throws ShapeError E_AXIS for an axis outside x, DtypeError for bool
 * @example softmax(tensor([0, 0])).arraySync() // [0.5, 0.5]
 */
export function softmax<S extends Shape>(x: Tensor<S>, axis = -1): Tensor<S> {
  const given = checkFloat('softmax', x);
  const resolved = resolveAxis('softmax', axis, given.rank);
  return alongLast(given, resolved, (rows) =>
    applyOne(softmaxKernel, [rows], { dim: rows.rank - 1 }),
  ) as Tensor<S>;
}
