import { sizeOf, type TensorSpec } from '@descent/core';
import {
  bytesOf,
  type Call,
  chunkElements,
  chunksOf,
  floatWord,
  type NativeKernel,
  type Operand,
  operand,
  rowsOfChunk,
} from '../call.js';

/** Columns of a chunk of segment sums: whole vectors, so that chunks do not meet. */
const chunkColumns = 64;

/** GatherV2. */
export const gather: NativeKernel = {
  takes: 'all dtypes',
  accepts: () => true,
  mayRefuse: true,
  lower(call) {
    const [x, indices, out] = [operand(call.inputs), operand(call.inputs, 1), operand(call.outputs)];
    const axis = call.attrs.axis as number;
    const size = x.shape[axis] as number;
    const part = sizeOf(x.shape.slice(axis + 1));
    const rows = out.size / part;
    const perChunk = rowsOfChunk(part);
    refuseOutside(call, indices, size);
    const words = [x.address, indices.address, out.address, indices.size, size, part * bytesOf(x.dtype)];
    call.emit('gatherParts', chunksOf(rows, perChunk), [...words, rows, perChunk]);
  },
};

/** UnsortedSegmentSum: each chunk takes some columns of all rows, so that sums are made in the rows' order. */
export const segmentSum: NativeKernel = {
  takes: 'float32, int32',
  accepts: ([x]) => x?.dtype !== 'bool',
  mayRefuse: true,
  lower(call) {
    const [x, ids, out] = [operand(call.inputs), operand(call.inputs, 1), operand(call.outputs)];
    const sums = call.attrs.numSegments as number;
    const length = out.size / sums;
    refuseOutside(call, ids, sums);
    const words = [x.address, ids.address, out.address, ids.size, length, sums, chunkColumns];
    call.emit('segmentSum', chunksOf(length, chunkColumns), [...words, x.dtype === 'int32' ? 1 : 0]);
  },
};

/** OneHot. */
export const oneHot: NativeKernel = {
  takes: 'float32, int32',
  accepts: (_, { dtype }) => dtype !== 'bool',
  lower(call) {
    const { attrs } = call;
    const [indices, out] = [operand(call.inputs), operand(call.outputs)];
    const depth = attrs.depth as number;
    const perChunk = rowsOfChunk(depth);
    const bits = (value: unknown) =>
      out.dtype === 'float32' ? floatWord(value as number) : (value as number);
    const words = [indices.address, out.address, indices.size, depth, perChunk];
    words.push(bits(attrs.onValue), bits(attrs.offValue));
    call.emit('oneHot', chunksOf(indices.size, perChunk), words);
  },
};

/** PhiloxBits. */
export const philoxBits: NativeKernel = {
  takes: 'int32',
  accepts: ([counter]: readonly TensorSpec[]) => counter?.dtype === 'int32',
  lower(call) {
    const [counter, out] = [operand(call.inputs), operand(call.outputs)];
    const [a, b] = call.attrs.key as readonly [number, number];
    const words = [
      counter.address,
      out.address,
      out.size,
      chunkElements,
      a,
      b,
      32 - (call.attrs.bits as number),
    ];
    call.emit('philoxBits', chunksOf(out.size, chunkElements), words);
  },
};

/** Emits the check that comes before any use of indices. */
function refuseOutside(call: Call, indices: Operand, size: number): void {
  call.emit('checkIndices', 1, [indices.address, indices.size, size, call.refusal(size)]);
}
