import { applyOne } from '../dispatch.js';
import { DtypeError } from '../errors.js';
import { indexError } from '../index-error.js';
import { defineKernel, type HostTensor, type TensorSpec } from '../kernel.js';
import { resolveAxis, sizeOf } from '../shape.js';
import type { Tensor } from '../tensor.js';
import { checkTensor } from './kinds/operands.js';
import { reshape } from './reshape.js';
import { transpose } from './transpose.js';
import { unsortedSegmentSum } from './unsorted-segment-sum.js';

/** Attributes of the GatherV2 kernel. */
export type GatherAttrs = { readonly axis: number; readonly batchDims: 0 };

/** GatherV2 [x, indices]. An index outside the axis throws E_INDEX. */
export const gatherKernel = defineKernel<GatherAttrs>({
  name: 'GatherV2',
  op: 'gather',
  outputs: ([x, indices], { axis }) => {
    const { shape, dtype } = x as TensorSpec;
    return [
      { shape: [...shape.slice(0, axis), ...(indices as TensorSpec).shape, ...shape.slice(axis + 1)], dtype },
    ];
  },
  reference([x, indices], [out], { axis }) {
    const { shape, values } = x as HostTensor;
    const { values: picked } = indices as HostTensor;
    const to = (out as HostTensor).values;
    const count = shape[axis] as number;
    const part = sizeOf(shape.slice(axis + 1));
    const outer = sizeOf(shape.slice(0, axis));
    checkIndices('gather', picked, count);
    for (let i = 0; i < outer; i++) {
      for (let k = 0; k < picked.length; k++) {
        const start = (i * count + (picked[k] as number)) * part;
        to.set(values.subarray(start, start + part), (i * picked.length + k) * part);
      }
    }
  },
  gradient: ([dy], { inputs: [x, indices], attrs: { axis } }) => [
    scatterAdd(dy as Tensor, x as Tensor, indices as Tensor, axis),
    undefined,
  ],
});

/** The transpose of gather: adds each part of dy where it was taken from. */
function scatterAdd(dy: Tensor, x: Tensor, indices: Tensor, axis: number): Tensor {
  const { shape } = x;
  const count = shape[axis] as number;
  const others = shape.filter((_, i) => i !== axis);
  const picked = indices.size;
  const parts = reshape(dy, [...shape.slice(0, axis), picked, ...shape.slice(axis + 1)]) as Tensor;
  const toFront = [axis, ...shape.map((_, i) => i).filter((i) => i !== axis)];
  const back = toFront.map((_, i) => toFront.indexOf(i));
  const rows = reshape(transpose(parts, toFront) as Tensor, [picked, ...others]) as Tensor;
  const summed = unsortedSegmentSum(rows, reshape(indices, [picked]) as Tensor, count);
  return transpose(summed, back) as Tensor;
}

/**
 * Checks indices on the host.
 * @throws ShapeError E_INDEX naming the first that is outside
 */
export function checkIndices(op: string, indices: ArrayLike<number>, count: number): void {
  for (let i = 0; i < indices.length; i++) {
    const index = indices[i] as number;
    if (!(index >= 0 && index < count)) throw indexError(op, index, i, count);
  }
}

/**
 * Picks parts along an axis by index: y[…, k, …] = x[…, indices[k], …].
 *
 * @param x - rank ≥ 1
 * @param indices - int32, any shape, each in [0, size of the axis)
 * @param axis - default 0
 * @returns x's shape with the axis replaced by the indices' shape; the gradient adds up what was picked twice
 * @throws ShapeError E_INDEX for an index outside (on WebGPU when a value is read), E_AXIS; DtypeError unless
 * indices are int32
 * @example gather(tensor([10, 20, 30]), tensor([2, 0], undefined, 'int32')).arraySync() // [30, 10]
 */
export function gather(x: Tensor, indices: Tensor, axis = 0): Tensor {
  const given = checkTensor('gather', x);
  const picked = checkTensor('gather', indices, 'indices');
  if (picked.dtype !== 'int32') {
    throw new DtypeError(`gather: indices are ${picked.dtype}, expects int32`, {
      fix: "make them so: tensor([…], undefined, 'int32') or cast(indices, 'int32')",
    });
  }
  return applyOne(gatherKernel, [given, picked], {
    axis: resolveAxis('gather', axis, given.rank),
    batchDims: 0,
  });
}
