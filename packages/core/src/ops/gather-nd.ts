import { applyOne } from '../dispatch.js';
import { defineKernel, type HostTensor, type TensorSpec } from '../kernel.js';
import { type Shape, sizeOf } from '../shape.js';
import type { Tensor } from '../tensor.js';
import { checkTuples, partsOfTuples } from './kinds/index-tuples.js';
import { checkTensor } from './kinds/operands.js';
import { scatterNd } from './scatter-nd.js';

/** GatherNd [x, indices]. An index outside its axis throws E_INDEX. */
export const gatherNdKernel = defineKernel({
  name: 'GatherNd',
  op: 'gatherNd',
  outputs: ([x, indices]) => {
    const { shape, dtype } = x as TensorSpec;
    const { shape: tuples } = indices as TensorSpec;
    return [{ shape: [...tuples.slice(0, -1), ...shape.slice(tuples[tuples.length - 1])], dtype }];
  },
  reference([x, indices], [out]) {
    const { shape, values } = x as HostTensor;
    const tuples = indices as HostTensor;
    const length = tuples.shape[tuples.shape.length - 1] as number;
    const size = sizeOf(shape.slice(length));
    partsOfTuples('gatherNd', tuples, shape.slice(0, length)).forEach((part, i) => {
      (out as HostTensor).values.set(values.subarray(part * size, (part + 1) * size), i * size);
    });
  },
  gradient: ([dy], { inputs: [x, indices] }) => [
    scatterNd(indices as Tensor, dy as Tensor, (x as Tensor).shape),
    undefined,
  ],
});

/**
 * Picks elements or parts by tuples of indices: y[i…] = x[indices[i…, 0], indices[i…, 1], …].
 *
 * @param x - any shape
 * @param indices - int32 [..., n]: tuples of indices into the first n axes of x, each in [0, size of its axis)
 * @returns [..., the other axes of x]; the gradient adds up what was picked twice
 * @throws ShapeError E_INDEX for an index outside (on WebGPU when a value is read), E_SHAPE for tuples longer than x has
 * axes; DtypeError unless indices are int32
 * @example
 * gatherNd(tensor([[1, 2], [3, 4]]), tensor([[1, 0], [0, 1]], undefined, 'int32')).arraySync() // [3, 2]
 */
export function gatherNd(x: Tensor, indices: Tensor): Tensor<Shape> {
  const given = checkTensor('gatherNd', x);
  return applyOne(gatherNdKernel, [given, checkTuples('gatherNd', indices, given.shape)], {});
}
