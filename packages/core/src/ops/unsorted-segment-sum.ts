import { applyOne } from '../dispatch.js';
import { DtypeError, ShapeError } from '../errors.js';
import { defineKernel, type HostTensor, type TensorSpec } from '../kernel.js';
import { checkWhole, showShape, sizeOf } from '../shape.js';
import type { Tensor } from '../tensor.js';
import { checkIndices, gather } from './gather.js';
import { checkNumeric, checkTensor } from './kinds/operands.js';

/** Attributes of the UnsortedSegmentSum kernel. */
export type SegmentSumAttrs = { readonly numSegments: number };

/** UnsortedSegmentSum [x, segmentIds]: over the first axis, in order, so that sums have the same bits each time. */
export const unsortedSegmentSumKernel = defineKernel<SegmentSumAttrs>({
  name: 'UnsortedSegmentSum',
  op: 'unsortedSegmentSum',
  outputs: ([x], { numSegments }) => {
    const { shape, dtype } = x as TensorSpec;
    return [{ shape: [numSegments, ...shape.slice(1)], dtype }];
  },
  reference([x, ids], [out], { numSegments }) {
    const { shape, values } = x as HostTensor;
    const segments = (ids as HostTensor).values;
    const to = (out as HostTensor).values;
    const part = sizeOf(shape.slice(1));
    checkIndices('unsortedSegmentSum', segments, numSegments);
    for (let i = 0; i < segments.length; i++) {
      const start = (segments[i] as number) * part;
      for (let k = 0; k < part; k++) (to[start + k] as number) += values[i * part + k] as number;
    }
  },
  gradient: ([dy], { inputs: [, ids] }) => [gather(dy as Tensor, ids as Tensor), undefined],
});

/**
 * Adds up the rows that carry the same number: y[s] = Σ x[i] over all i with segmentIds[i] = s.
 *
 * @param x - [rows, …]
 * @param segmentIds - int32 [rows], each in [0, segmentCount)
 * @returns [segmentCount, …]; 0 for a number that no row carries
 * @throws ShapeError when there is not one number per row, E_INDEX for one outside (on WebGPU when a value
 * is read); DtypeError
 * @example unsortedSegmentSum(tensor([1, 2, 3]), tensor([1, 0, 1], undefined, 'int32'), 2).arraySync() // [2, 4]
 */
export function unsortedSegmentSum(x: Tensor, segmentIds: Tensor, segmentCount: number): Tensor {
  const given = checkNumeric('unsortedSegmentSum', x);
  const ids = checkTensor('unsortedSegmentSum', segmentIds, 'segmentIds');
  checkWhole('unsortedSegmentSum', 'segmentCount', segmentCount, 0);
  if (ids.dtype !== 'int32') {
    throw new DtypeError(`unsortedSegmentSum: segmentIds are ${ids.dtype}, expects int32`, {
      fix: "cast(segmentIds, 'int32')",
    });
  }
  if (ids.rank !== 1 || given.rank < 1 || ids.shape[0] !== given.shape[0]) {
    throw new ShapeError(
      `unsortedSegmentSum: x is ${showShape(given.shape)}, segmentIds are ${showShape(ids.shape)}, expects one per row`,
    );
  }
  return applyOne(unsortedSegmentSumKernel, [given, ids], { numSegments: segmentCount });
}
