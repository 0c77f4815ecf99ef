import { indexError, type Shape, sizeOf, type TensorSpec } from '@descent/core';
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
import type { Refusal } from '../refusals.js';
import { stridesOf } from '../strides.js';

/** Columns of a chunk of segment sums: whole vectors, so that chunks do not meet. */
const chunkColumns = 64;

/** GatherV2. */
export const gather: NativeKernel = {
  takes: 'all dtypes',
  accepts: () => true,
  mayRefuse: () => true,
  lower(call) {
    const [x, indices] = [operand(call.inputs), operand(call.inputs, 1)];
    const axis = call.attrs.axis as number;
    const size = x.shape[axis] as number;
    refuseOutside(call, indices, size);
    copyParts(call, x, indices, size, sizeOf(x.shape.slice(axis + 1)));
  },
};

/** GatherNd: parts by their numbers. */
export const gatherNd: NativeKernel = {
  takes: 'all dtypes',
  accepts: () => true,
  mayRefuse: () => true,
  lower(call) {
    const [x, tuples] = [operand(call.inputs), operand(call.inputs, 1)];
    const length = tuples.shape[tuples.shape.length - 1] as number;
    const parts = partsOfTuples(call, tuples, x.shape.slice(0, length));
    copyParts(call, x, parts, sizeOf(x.shape.slice(0, length)), sizeOf(x.shape.slice(length)));
  },
};

/** UnsortedSegmentSum. */
export const segmentSum: NativeKernel = {
  takes: 'float32, int32',
  accepts: ([x]) => x?.dtype !== 'bool',
  mayRefuse: () => true,
  lower(call) {
    const [x, ids] = [operand(call.inputs), operand(call.inputs, 1)];
    const sums = call.attrs.numSegments as number;
    refuseOutside(call, ids, sums);
    addParts(call, x, ids, sums);
  },
};

/** ScatterNd: sums of parts by their numbers. */
export const scatterNd: NativeKernel = {
  takes: 'float32, int32',
  accepts: ([, updates]) => updates?.dtype !== 'bool',
  mayRefuse: () => true,
  lower(call) {
    const [tuples, updates] = [operand(call.inputs), operand(call.inputs, 1)];
    const length = tuples.shape[tuples.shape.length - 1] as number;
    const sizes = (call.attrs.shape as readonly number[]).slice(0, length);
    addParts(call, updates, partsOfTuples(call, tuples, sizes), sizeOf(sizes));
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

/** Copies the parts of `part` elements with these numbers, below `size`, to the output. */
function copyParts(call: Call, x: Operand, numbers: Operand, size: number, part: number): void {
  const out = operand(call.outputs);
  const rows = out.size / part;
  const perChunk = rowsOfChunk(part);
  const words = [x.address, numbers.address, out.address, numbers.size, size, part * bytesOf(x.dtype)];
  call.emit('gatherParts', chunksOf(rows, perChunk), [...words, rows, perChunk]);
}

/** Adds up rows by number: each chunk takes some columns of all rows, so that sums are made in the rows' order. */
function addParts(call: Call, x: Operand, numbers: Operand, sums: number): void {
  const out = operand(call.outputs);
  const length = out.size / sums;
  const words = [x.address, numbers.address, out.address, numbers.size, length, sums, chunkColumns];
  call.emit('segmentSum', chunksOf(length, chunkColumns), [...words, x.dtype === 'int32' ? 1 : 0]);
}

/** Emits what finds the numbers of the parts that tuples pick from axes of `sizes`. */
function partsOfTuples(call: Call, tuples: Operand, sizes: Shape): Operand {
  const count = sizeOf(tuples.shape.slice(0, -1));
  const address = call.workspace(4 * count);
  const strides = stridesOf(sizes);
  const axes = sizes.flatMap((size, axis) => [size, strides[axis] as number, call.refusal(outside(size))]);
  call.emit('partsOfTuples', 1, [tuples.address, address, count, sizes.length, ...axes]);
  return { address, shape: [count], dtype: 'int32', size: count };
}

/** The error for an index outside of [0, size). */
function outside(size: number): Refusal {
  return (op, index, place) => indexError(op, index, place, size);
}

/** Emits the check that comes before any use of indices. */
function refuseOutside(call: Call, indices: Operand, size: number): void {
  call.emit('checkIndices', 1, [indices.address, indices.size, size, call.refusal(outside(size))]);
}
