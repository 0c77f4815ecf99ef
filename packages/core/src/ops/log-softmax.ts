import { applyOne } from '../dispatch.js';
import { defineKernel, type HostTensor, type TensorSpec } from '../kernel.js';
import { resolveAxis, type Shape } from '../shape.js';
import type { Tensor } from '../tensor.js';
import { exp } from './exp.js';
import { alongLast } from './kinds/along-last.js';
import { forEachLane } from './kinds/lanes.js';
import { checkFloat } from './kinds/operands.js';
import { mul } from './mul.js';
import { sub } from './sub.js';
import { sum } from './sum.js';

/** Attributes of the LogSoftmax kernel: always the last axis. */
export type LogSoftmaxAttrs = { readonly axis: number };

/** LogSoftmax, over the last axis, with the maximum subtracted. */
export const logSoftmaxKernel = defineKernel<LogSoftmaxAttrs>({
  name: 'LogSoftmax',
  op: 'logSoftmax',
  outputs: ([x]) => [{ shape: (x as TensorSpec).shape, dtype: 'float32' }],
  reference([x], [out], { axis }) {
    const { shape, values } = x as HostTensor;
    const result = (out as HostTensor).values;
    forEachLane(shape, axis, (_lane, offset, stride, count) => {
      let largest = Number.NEGATIVE_INFINITY;
      for (let i = 0; i < count; i++) largest = Math.max(largest, values[offset + i * stride] as number);
      let total = 0;
      for (let i = 0; i < count; i++) total += Math.exp((values[offset + i * stride] as number) - largest);
      const shift = Math.log(total);
      // In this order: largest + shift would round the shift away at large values.
      for (let i = 0; i < count; i++)
        result[offset + i * stride] = (values[offset + i * stride] as number) - largest - shift;
    });
  },
  gradient: ([dy], { outputs: [y] }) => {
    const gradient = dy as Tensor;
    return [sub(gradient, mul(exp(y as Tensor), sum(gradient, -1, { keepDims: true }))) as Tensor];
  },
});

/**
 * Logarithm of {@link softmax}, without its rounding: xᵢ − max − log Σ e^(xⱼ − max).
 *
 * @param x - rank ≥ 1; int32 is cast to float32
 * @param axis - default −1
 * @returns float32. Where all are −∞, or one is +∞, the lane is NaN
 * @throws ShapeError E_AXIS for an axis outside x, DtypeError for bool
 * @example logSoftmax(tensor([0, 0])).arraySync() // [-0.6931472, -0.6931472]
 */
export function logSoftmax<S extends Shape>(x: Tensor<S>, axis = -1): Tensor<S> {
  const given = checkFloat('logSoftmax', x);
  const resolved = resolveAxis('logSoftmax', axis, given.rank);
  return alongLast(given, resolved, (rows) =>
    applyOne(logSoftmaxKernel, [rows], { axis: rows.rank - 1 }),
  ) as Tensor<S>;
}
