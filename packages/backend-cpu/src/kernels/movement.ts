import type { DType, Shape } from '@descent/core';
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
import { collapse, stridesOf } from '../strides.js';

const anyDtype = { takes: 'all dtypes', accepts: () => true };

/** Transpose. */
export const transpose: NativeKernel = {
  ...anyDtype,
  lower(call) {
    const [x, out] = [operand(call.inputs), operand(call.outputs)];
    const strides = stridesOf(x.shape);
    const from = (call.attrs.perm as readonly number[]).map((axis) => strides[axis] as number);
    move(call, x.address, out.address, x.dtype, out.shape, from, stridesOf(out.shape));
  },
};

/** Slice. */
export const slice: NativeKernel = {
  ...anyDtype,
  lower(call) {
    const [x, out] = [operand(call.inputs), operand(call.outputs)];
    const strides = stridesOf(x.shape);
    const start = x.address + bytesOf(x.dtype) * dot(call.attrs.begin as readonly number[], strides);
    move(call, start, out.address, x.dtype, out.shape, strides, stridesOf(out.shape));
  },
};

/** Reverse. */
export const reverse: NativeKernel = {
  ...anyDtype,
  lower(call) {
    const [x, out] = [operand(call.inputs), operand(call.outputs)];
    const strides = stridesOf(x.shape);
    const reversed = new Set(call.attrs.dims as readonly number[]);
    const from = strides.map((step, axis) => (reversed.has(axis) ? -step : step));
    const last = x.shape.map((size, axis) => (reversed.has(axis) ? size - 1 : 0));
    const start = x.address + bytesOf(x.dtype) * dot(last, strides);
    move(call, start, out.address, x.dtype, out.shape, from, stridesOf(out.shape));
  },
};

/** Tile: every axis becomes two, the repeats (source step 0) and the axis itself. */
export const tile: NativeKernel = {
  ...anyDtype,
  lower(call) {
    const [x, out] = [operand(call.inputs), operand(call.outputs)];
    const sizes = x.shape.flatMap((size, axis) => [
      (call.attrs.reps as readonly number[])[axis] as number,
      size,
    ]);
    const from = stridesOf(x.shape).flatMap((step) => [0, step]);
    move(call, x.address, out.address, x.dtype, sizes, from, stridesOf(sizes));
  },
};

/** PadV2: the constant everywhere, then x in its place. */
export const pad: NativeKernel = {
  ...anyDtype,
  lower(call) {
    const [x, out] = [operand(call.inputs), operand(call.outputs)];
    const strides = stridesOf(out.shape);
    const before = (call.attrs.paddings as readonly (readonly [number, number])[]).map(([n]) => n);
    fillWith(call, out, call.attrs.constantValue as number);
    if (x.size > 0)
      move(
        call,
        x.address,
        out.address + bytesOf(x.dtype) * dot(before, strides),
        x.dtype,
        x.shape,
        stridesOf(x.shape),
        strides,
      );
  },
};

/** Concat. */
export const concat: NativeKernel = { ...anyDtype, lower: (call) => join(call, call.attrs.axis as number) };

/** Pack: like Concat of inputs with one more axis of size 1. */
export const pack: NativeKernel = { ...anyDtype, lower: (call) => join(call, call.attrs.axis as number) };

/** SplitV: what Concat does, backwards. */
export const split: NativeKernel = {
  ...anyDtype,
  lower(call) {
    const x = operand(call.inputs);
    const outer = x.shape.slice(0, call.attrs.axis as number).reduce((size, n) => size * n, 1);
    const rowSize = x.size / outer;
    let from = x.address;
    for (const part of call.outputs) {
      const run = part.size / outer;
      if (run > 0) move(call, from, part.address, x.dtype, [outer, run], [rowSize, 1], [run, 1]);
      from += run * bytesOf(x.dtype);
    }
  },
};

/** Fill. */
export const fill: NativeKernel = {
  ...anyDtype,
  lower(call) {
    fillWith(call, operand(call.outputs), call.attrs.value as number);
  },
};

/** Copies every input to its place along `axis`; everything inside the axis is one run of elements. */
function join(call: Call, axis: number): void {
  const out = operand(call.outputs);
  const outer = out.shape.slice(0, axis).reduce((size, n) => size * n, 1);
  const rowSize = out.size / outer;
  let to = out.address;
  for (const x of call.inputs) {
    const run = x.size / outer;
    if (run > 0) move(call, x.address, to, x.dtype, [outer, run], [run, 1], [rowSize, 1]);
    to += run * bytesOf(x.dtype);
  }
}

/** Copies elements between layouts; strides are elements. See wasm/move.ts. */
export function move(
  call: Call,
  from: number,
  to: number,
  dtype: DType,
  shape: Shape,
  fromStrides: readonly number[],
  toStrides: readonly number[],
): void {
  const bytes = bytesOf(dtype);
  const { sizes, steps } = collapse(shape, [fromStrides, toStrides]);
  const [fromSteps, toSteps] = steps as [number[], number[]];
  const axes = sizes.map((size, axis) => [
    size,
    (fromSteps[axis] as number) * bytes,
    (toSteps[axis] as number) * bytes,
  ]);
  const columns = axes.pop() ?? [1, bytes, bytes];
  // Rows that the source holds next to each other make a transpose, which has a fast way.
  const neighbours = axes.findIndex(([, step]) => step === bytes);
  const rows = axes.splice(neighbours >= 0 ? neighbours : axes.length - 1, 1)[0] ?? [1, 0, 0];
  const planes = axes.reduce((product, [size]) => product * (size as number), 1);
  const [rowCount, columnCount] = [rows[0] as number, columns[0] as number];
  // Four rows at a time go fastest.
  const perChunk = Math.max(4, 4 * Math.floor(rowsOfChunk(columnCount) / 4));
  const planesOfChunk = perChunk < rowCount ? 1 : rowsOfChunk(rowCount * columnCount);
  const words = [from, to, bytes, perChunk, planesOfChunk, axes.length];
  const chunks = chunksOf(rowCount, perChunk) * chunksOf(planes, planesOfChunk);
  call.emit('moveElements', chunks, [...words, ...rows, ...columns, ...axes.flat()]);
}

/** Emits a value for every element of `out`. */
export function fillWith(call: Call, out: Operand, value: number): void {
  const size = Math.ceil((out.size * bytesOf(out.dtype)) / 4);
  const bits = { float32: () => floatWord(value), int32: () => value, bool: () => (value ? 0x01010101 : 0) };
  call.emit('fill', chunksOf(size, chunkElements), [out.address, size, chunkElements, bits[out.dtype]()]);
}

function dot(a: readonly number[], b: readonly number[]): number {
  return a.reduce((sum, n, i) => sum + n * (b[i] as number), 0);
}
