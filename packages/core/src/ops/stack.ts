import { applyOne } from '../dispatch.js';
import { ShapeError } from '../errors.js';
import { defineKernel, type HostTensor, type TensorSpec } from '../kernel.js';
import { resolveAxis, type Shape, sameShape, showShape, sizeOf } from '../shape.js';
import type { Tensor } from '../tensor.js';
import { checkList } from './concat.js';
import { reshape } from './reshape.js';
import { slice } from './slice.js';

/** Attributes of the Pack kernel. */
export type StackAttrs = { readonly axis: number };

/** Pack, of any number of inputs. */
export const stackKernel = defineKernel<StackAttrs>({
  name: 'Pack',
  op: 'stack',
  outputs: (inputs, { axis }) => {
    const { shape, dtype } = inputs[0] as TensorSpec;
    return [{ shape: [...shape.slice(0, axis), inputs.length, ...shape.slice(axis)], dtype }];
  },
  reference(inputs, [out], { axis }) {
    const { values } = out as HostTensor;
    const part = sizeOf((inputs[0] as HostTensor).shape.slice(axis));
    inputs.forEach((input, k) => {
      for (let i = 0; i * part < input.values.length; i++) {
        values.set(input.values.subarray(i * part, (i + 1) * part), (i * inputs.length + k) * part);
      }
    });
  },
  gradient: ([dy], { inputs, attrs: { axis } }) =>
    inputs.map(({ shape }, k) => {
      const begin = (dy as Tensor).shape.map((_, i) => (i === axis ? k : 0));
      const size = [...shape.slice(0, axis), 1, ...shape.slice(axis)];
      return reshape(slice(dy as Tensor, begin, size), shape);
    }),
});

/**
 * Joins tensors of one shape along a new axis.
 *
 * @param tensors - at least one; equal shapes and dtypes
 * @param axis - where the new axis stands in the result; default 0
 * @throws ShapeError when there is none or shapes differ, DtypeError when dtypes differ
 * @example stack([tensor([1, 2]), tensor([3, 4])]).arraySync() // [[1, 2], [3, 4]]
 */
export function stack(tensors: readonly Tensor[], axis = 0): Tensor {
  const list = checkList('stack', tensors);
  const { shape } = list[0] as Tensor;
  const other = list.findIndex((x) => !sameShape(x.shape, shape));
  if (other >= 0) {
    throw new ShapeError(
      `stack: tensors[0] is ${showShape(shape)}, tensors[${other}] is ${showShape(list[other]?.shape as Shape)}; all must have one shape`,
      { fix: 'join along an axis that exists with concat, or reshape first' },
    );
  }
  return applyOne(stackKernel, list, { axis: resolveAxis('stack', axis, shape.length + 1) });
}
