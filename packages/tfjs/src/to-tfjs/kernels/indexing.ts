import {
  backend_util,
  type GatherNdInputs,
  type GatherV2Attrs,
  type GatherV2Inputs,
  type OneHotAttrs,
  type OneHotInputs,
  type ScatterNdAttrs,
  type ScatterNdInputs,
  type TensorInfo,
  type UnsortedSegmentSumAttrs,
  type UnsortedSegmentSumInputs,
  util,
} from '@tensorflow/tfjs-core';
import type { DescentBackend } from '../descent-backend.js';
import { type Adapters, adapter } from './adapter.js';
import { as, asNumber } from './elementwise.js';

/** Gather within each batch: by indices into the batches laid one after the other. */
function gatherInBatches(
  backend: DescentBackend,
  x: TensorInfo,
  indices: TensorInfo,
  { axis, batchDims }: { axis: number; batchDims: number },
): TensorInfo {
  const info = backend_util.segment_util.collectGatherOpShapeInfo(
    x as never,
    indices as never,
    axis,
    batchDims,
  );
  const { batchSize, outerSize, dimSize, sliceSize, outputShape } = info;
  const perBatch = util.sizeFromShape(indices.shape) / Math.max(1, batchSize);
  const picked = backend.values(indices) as Int32Array;
  const rows = new Int32Array(batchSize * outerSize * perBatch);
  for (let b = 0, to = 0; b < batchSize; b++) {
    for (let o = 0; o < outerSize; o++) {
      for (let i = 0; i < perBatch; i++) {
        rows[to++] = (b * outerSize + o) * dimSize + (picked[b * perBatch + i] as number);
      }
    }
  }
  const flat = backend.view(x, [batchSize * outerSize * dimSize, sliceSize]);
  const taken = backend.one('GatherV2', [flat, backend.make(rows, [rows.length], 'int32')], {
    axis: 0,
    batchDims: 0,
  });
  return backend.view(taken, outputShape);
}

/** Adapters of the kernels that take indices. */
export const indexing: Adapters = {
  GatherV2: adapter<GatherV2Inputs, GatherV2Attrs>(({ backend, inputs: { x, indices }, attrs }) => {
    const axis = util.parseAxisParam(attrs.axis, x.shape)[0] as number;
    const whole = as(backend, indices, 'int32');
    if (attrs.batchDims) return gatherInBatches(backend, x, whole, { axis, batchDims: attrs.batchDims });
    try {
      return backend.one('GatherV2', [x, whole], { axis, batchDims: 0 });
    } catch (error) {
      const most = (x.shape[axis] as number) - 1;
      const wrong = (backend.values(whole) as Int32Array).find((index) => index < 0 || index > most);
      if (wrong === undefined) throw error;
      throw new Error(`GatherV2: the index value ${wrong} is not in [0, ${most}]`, { cause: error });
    }
  }),
  GatherNd: adapter<GatherNdInputs>(({ backend, inputs: { params, indices } }) => {
    backend_util.prepareAndValidate(params, indices);
    return backend.one('GatherNd', [params, indices]);
  }),
  // A list of indices, of one axis, counts as tuples of one.
  ScatterNd: adapter<ScatterNdInputs, ScatterNdAttrs>(
    ({ backend, inputs: { indices, updates }, attrs: { shape } }) => {
      const tuples = indices.shape.length > 1 ? indices : backend.view(indices, [...indices.shape, 1]);
      return as(
        backend,
        backend.one('ScatterNd', [tuples, asNumber(backend, updates)], { shape }),
        updates.dtype,
      );
    },
  ),
  OneHot: adapter<OneHotInputs, OneHotAttrs>(({ backend, inputs: { indices }, attrs }) => {
    const { depth, onValue, offValue, dtype } = attrs;
    return backend.one('OneHot', [as(backend, indices, 'int32')], { depth, onValue, offValue, dtype });
  }),
  UnsortedSegmentSum: adapter<UnsortedSegmentSumInputs, UnsortedSegmentSumAttrs>(
    ({ backend, inputs: { x, segmentIds }, attrs: { numSegments } }) =>
      // As upstream, rows that carry a number outside of [0, numSegments) count for nothing.
      unsorted(backend, asNumber(backend, x), as(backend, segmentIds, 'int32'), numSegments),
  ),
};

function unsorted(backend: DescentBackend, x: TensorInfo, ids: TensorInfo, count: number): TensorInfo {
  const limit = backend.make(Int32Array.of(count), [], 'int32');
  const zero = backend.make(Int32Array.of(0), [], 'int32');
  const isInside = backend.one('LogicalAnd', [
    backend.one('Less', [ids, limit]),
    backend.one('GreaterEqual', [ids, zero]),
  ]);
  const safe = backend.one('Select', [isInside, ids, limit]);
  const rank = ids.shape.length;
  const flat = backend.view(x, [util.sizeFromShape(ids.shape), ...x.shape.slice(rank)]);
  const sums = backend.one(
    'UnsortedSegmentSum',
    [flat, backend.view(safe, [util.sizeFromShape(ids.shape)])],
    {
      numSegments: count + 1,
    },
  );
  const size = [count, ...x.shape.slice(rank)];
  return backend.one('Slice', [sums], { begin: size.map(() => 0), size });
}
