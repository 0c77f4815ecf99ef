import type { Shape } from '@descent/core';
import {
  allAre,
  type Call,
  chunkElements,
  chunksOf,
  floatWord,
  type NativeKernel,
  type Operand,
  operand,
  rowsOfChunk,
} from '../call.js';
import type { ReduceName } from '../wasm-kernels.js';
import { mapRow, withNumbers } from './elementwise.js';

/** A kernel that reduces axes, by dtype. Max carries them as `reductionIndices`, all others as `axis`. */
export function reduction(names: {
  readonly float32: ReduceName;
  readonly int32?: ReduceName;
}): NativeKernel {
  return {
    takes: Object.keys(names).join(', '),
    accepts: ([x]) => x?.dtype === 'float32' || (x?.dtype === 'int32' && names.int32 !== undefined),
    lower(call) {
      const name = operand(call.inputs).dtype === 'float32' ? names.float32 : names.int32;
      reduceAxes(call, name as ReduceName);
    },
  };
}

/** Any or All: the sum or the least of the bytes as whole numbers, which of none are 0 and the largest number. */
export function logical(name: 'sumOfInt' | 'minOfInt'): NativeKernel {
  return {
    takes: 'bool',
    accepts: allAre('bool'),
    lower(call) {
      const [x, out] = [operand(call.inputs), operand(call.outputs)];
      const [wide, reduced] = [call.workspace(4 * x.size), call.workspace(4 * out.size)];
      const whole = (from: Operand, address: number): Operand => ({ ...from, address, dtype: 'int32' });
      mapRow(call, 'bytesToInt', x, whole(x, wide));
      reduceAxes(call, name, wide, reduced);
      mapRow(call, 'intToBytes', whole(out, reduced), out);
    },
  };
}

/** Mean: the sum over the count. */
export const mean: NativeKernel = {
  takes: 'float32',
  accepts: allAre('float32'),
  lower(call) {
    const [x, out] = [operand(call.inputs), operand(call.outputs)];
    reduceAxes(call, 'sumOf');
    withNumbers(call, 'divide', out, out, x.size / out.size);
  },
};

/** ArgMax (`sign` 1) or ArgMin (−1): the first of equals; a NaN wins. */
export function argExtreme(sign: 1 | -1): NativeKernel {
  return {
    takes: 'float32, int32',
    accepts: ([x]) => x?.dtype !== 'bool',
    lower(call) {
      const [x, out] = [operand(call.inputs), operand(call.outputs)];
      const axis = call.attrs.axis as number;
      const count = x.shape[axis] as number;
      const perChunk = rowsOfChunk(count);
      const words = [x.address, out.address, product(x.shape, 0, axis), count];
      words.push(product(x.shape, axis + 1, x.shape.length), perChunk, floatWord(sign));
      call.emit(x.dtype === 'float32' ? 'argExtreme' : 'argExtremeInt', chunksOf(out.size, perChunk), words);
    },
  };
}

/** Softmax or LogSoftmax along the last axis. */
export function softmax(name: 'softmax' | 'logSoftmax', axisName: 'dim' | 'axis'): NativeKernel {
  return {
    takes: 'float32, last axis',
    accepts: ([x], attrs) => x?.dtype === 'float32' && attrs[axisName] === x.shape.length - 1,
    lower(call) {
      const [x, out] = [operand(call.inputs), operand(call.outputs)];
      const count = x.shape[x.shape.length - 1] as number;
      const rows = x.size / count;
      const perChunk = rowsOfChunk(4 * count);
      call.emit(name, chunksOf(rows, perChunk), [x.address, out.address, rows, count, perChunk]);
    },
  };
}

/** Axes of a reduction: the middle one of [outer, count, inner] goes. */
export interface ReductionSize {
  readonly outer: number;
  readonly count: number;
  readonly inner: number;
}

/** Columns that a chunk takes, and rows that it does not go below. */
const chunkColumns = 2048;
const leastRows = 32;

/** Emits the reduction of x to out, in two passes where `count` is long: parts, then the parts of each output. */
export function reduce(call: Call, name: ReduceName, x: number, out: number, size: ReductionSize): void {
  const { outer, count, inner } = size;
  const width = Math.min(inner, chunkColumns);
  const most = Math.max(leastRows, leastRows * Math.floor(chunkElements / width / leastRows));
  const length = count > 2 * most ? most : Math.max(1, count);
  const parts = Math.max(1, chunksOf(count, length));
  const rows = parts === 1 ? rowsOfChunk(length * inner) : 1;
  const to = parts === 1 ? out : call.workspace(4 * outer * parts * inner);
  call.threadSpace(call.wasm.reduceWorkspace(length, width));
  const chunks = chunksOf(outer, rows) * parts * chunksOf(inner, width);
  call.emit(name, chunks, [x, to, outer, count, inner, rows, length, width]);
  if (parts > 1) reduce(call, name, to, out, { outer, count: parts, inner });
}

interface Group {
  size: number;
  readonly isReduced: boolean;
}

/** Reduces one group of neighbouring axes after the other, the innermost first. */
function reduceAxes(
  call: Call,
  name: ReduceName,
  start = operand(call.inputs).address,
  end = operand(call.outputs).address,
): void {
  const { shape } = operand(call.inputs);
  let groups = groupsOf(shape, (call.attrs.axis ?? call.attrs.reductionIndices) as readonly number[]);
  const passes = Math.max(1, groups.filter((group) => group.isReduced).length);
  let from = start;
  for (let pass = 1; pass <= passes; pass++) {
    const index = groups.findLastIndex((group) => group.isReduced);
    const count = groups[index]?.size ?? 1;
    const outer = sizeOfGroups(groups.slice(0, Math.max(0, index)));
    const inner = sizeOfGroups(groups.slice(index + 1));
    const to = pass === passes ? end : call.workspace(4 * outer * inner);
    reduce(call, name, from, to, { outer, count, inner });
    groups = groups.filter((_, i) => i !== index);
    from = to;
  }
}

/** Neighbouring axes that are all reduced, or all kept, as one. */
function groupsOf(shape: Shape, axes: readonly number[]): Group[] {
  const groups: Group[] = [];
  shape.forEach((size, axis) => {
    const isReduced = axes.includes(axis);
    const last = groups[groups.length - 1];
    if (size === 1) return;
    if (last && last.isReduced === isReduced) last.size *= size;
    else groups.push({ size, isReduced });
  });
  return groups;
}

function sizeOfGroups(groups: readonly Group[]): number {
  return groups.reduce((size, group) => size * group.size, 1);
}

function product(shape: Shape, from: number, to: number): number {
  return shape.slice(from, to).reduce((size, n) => size * n, 1);
}
