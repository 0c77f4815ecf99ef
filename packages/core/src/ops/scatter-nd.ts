import { applyOne } from '../dispatch.js';
import { ShapeError } from '../errors.js';
import { defineKernel, type HostTensor, type TensorSpec } from '../kernel.js';
import { checkShape, type Shape, sameShape, showShape, sizeOf } from '../shape.js';
import type { Tensor } from '../tensor.js';
import { gatherNd } from './gather-nd.js';
import { checkTuples, partsOfTuples } from './kinds/index-tuples.js';
import { checkNumeric } from './kinds/operands.js';

/** Attributes of the ScatterNd kernel. */
export type ScatterNdAttrs = { readonly shape: readonly number[] };

/** ScatterNd [indices, updates]: in the updates' order, so that sums have the same bits each time. */
export const scatterNdKernel = defineKernel<ScatterNdAttrs>({
  name: 'ScatterNd',
  op: 'scatterNd',
  outputs: ([, updates], { shape }) => [{ shape, dtype: (updates as TensorSpec).dtype }],
  reference([indices, updates], [out], { shape }) {
    const tuples = indices as HostTensor;
    const { values } = updates as HostTensor;
    const to = (out as HostTensor).values;
    const length = tuples.shape[tuples.shape.length - 1] as number;
    const size = sizeOf(shape.slice(length));
    partsOfTuples('scatterNd', tuples, shape.slice(0, length)).forEach((part, i) => {
      for (let k = 0; k < size; k++) (to[part * size + k] as number) += values[i * size + k] as number;
    });
  },
  gradient: ([dy], { inputs: [indices] }) => [undefined, gatherNd(dy as Tensor, indices as Tensor)],
});

/**
 * Zeros of a shape, to which elements or parts are added by tuples of indices:
 * y[indices[i…, 0], indices[i…, 1], …] += updates[i…].
 *
 * @param indices - int32 [..., n]: tuples of indices into the first n axes, each in [0, size of its axis)
 * @param updates - [..., the other axes]; those with the same indices add up
 * @param shape - of the result
 * @returns updates' dtype, int32 wraps around at ±2³¹
 * @throws ShapeError E_INDEX for an index outside (on WebGPU when a value is read), E_SHAPE when indices,
 * updates and shape do not fit; DtypeError unless indices are int32, and for bool updates
 * @example scatterNd(tensor([[2], [0], [2]], undefined, 'int32'), tensor([1, 2, 3]), [4]).arraySync() // [2, 0, 4, 0]
 */
export function scatterNd<const S extends Shape>(indices: Tensor, updates: Tensor, shape: S): Tensor<S> {
  checkShape('scatterNd', shape);
  const given = checkNumeric('scatterNd', updates, 'updates');
  const tuples = checkTuples('scatterNd', indices, shape);
  const expected = [...tuples.shape.slice(0, -1), ...shape.slice(tuples.shape[tuples.rank - 1])];
  if (!sameShape(given.shape, expected)) {
    throw new ShapeError(
      `scatterNd: updates are ${showShape(given.shape)}, expects ${showShape(expected)} for indices ${showShape(tuples.shape)} into ${showShape(shape)}`,
    );
  }
  return applyOne(scatterNdKernel, [tuples, given], { shape: [...shape] }) as Tensor<S>;
}
