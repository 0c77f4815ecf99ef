import { applyOne } from '../dispatch.js';
import { defineKernel, type HostTensor, type TensorSpec } from '../kernel.js';
import { resolveAxes, type Shape, stridesOf } from '../shape.js';
import type { Tensor } from '../tensor.js';
import { copyStrided } from './kinds/copy-strided.js';
import { checkTensor } from './kinds/operands.js';

/** Attributes of the Reverse kernel. */
export type ReverseAttrs = { readonly dims: readonly number[] };

/** Reverse. */
export const reverseKernel = defineKernel<ReverseAttrs>({
  name: 'Reverse',
  op: 'reverse',
  outputs: ([x]) => [x as TensorSpec],
  reference([x], [out], { dims }) {
    const { shape, values } = x as HostTensor;
    const strides = stridesOf(shape);
    const start = dims.reduce(
      (sum, axis) => sum + ((shape[axis] as number) - 1) * (strides[axis] as number),
      0,
    );
    copyStrided(
      values,
      start,
      strides.map((step, axis) => (dims.includes(axis) ? -step : step)),
      out as HostTensor,
    );
  },
  gradient: ([dy], { attrs: { dims } }) => [reverse(dy as Tensor, dims)],
});

/**
 * The elements in opposite order along axes.
 *
 * @param axis - one or several; default: all
 * @throws ShapeError E_AXIS for an axis outside x or named twice
 * @example reverse(tensor([1, 2, 3])).arraySync() // [3, 2, 1]
 */
export function reverse<S extends Shape>(x: Tensor<S>, axis?: number | readonly number[]): Tensor<S> {
  const given = checkTensor('reverse', x);
  return applyOne(reverseKernel, [given], { dims: resolveAxes('reverse', axis, given.rank) }) as Tensor<S>;
}
