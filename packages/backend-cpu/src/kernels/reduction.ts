import type { Shape } from '@descent/core';
import { allAre, type Call, type NativeKernel, operand } from '../call.js';
import type { ReduceName } from '../wasm-kernels.js';

/** A kernel that reduces axes, by dtype. Max carries them as `reductionIndices`, all others as `axis`. */
export function reduction(names: {
  readonly float32: ReduceName;
  readonly int32?: ReduceName;
}): NativeKernel {
  return {
    takes: Object.keys(names).join(', '),
    accepts: ([x]) => x?.dtype === 'float32' || (x?.dtype === 'int32' && names.int32 !== undefined),
    run(call) {
      const name = operand(call.inputs).dtype === 'float32' ? names.float32 : names.int32;
      reduceAxes(call, name as ReduceName);
    },
  };
}

/** Mean: the sum over the count. */
export const mean: NativeKernel = {
  takes: 'float32',
  accepts: allAre('float32'),
  run(call) {
    const [x, out] = [operand(call.inputs), operand(call.outputs)];
    reduceAxes(call, 'sumOf');
    call.wasm.divideBy(out.address, out.address, out.size, x.size / out.size);
  },
};

/** ArgMax (`sign` 1) or ArgMin (−1): the first of equals; a NaN wins. */
export function argExtreme(sign: 1 | -1): NativeKernel {
  return {
    takes: 'float32',
    accepts: allAre('float32'),
    run({ wasm, inputs, outputs, attrs }) {
      const x = operand(inputs);
      const axis = attrs.axis as number;
      const inner = product(x.shape, axis + 1, x.shape.length);
      wasm.argExtreme(
        x.address,
        operand(outputs).address,
        product(x.shape, 0, axis),
        x.shape[axis] as number,
        inner,
        sign,
      );
    },
  };
}

/** Softmax or LogSoftmax along the last axis. */
export function softmax(name: 'softmax' | 'logSoftmax', axisName: 'dim' | 'axis'): NativeKernel {
  return {
    takes: 'float32, last axis',
    accepts: ([x], attrs) => x?.dtype === 'float32' && attrs[axisName] === x.shape.length - 1,
    run({ wasm, inputs, outputs }) {
      const x = operand(inputs);
      const count = x.shape[x.shape.length - 1] as number;
      wasm[name](x.address, operand(outputs).address, x.size / count, count);
    },
  };
}

interface Group {
  size: number;
  readonly isReduced: boolean;
}

/** Reduces one group of neighbouring axes after the other, the innermost first. */
function reduceAxes(call: Call, name: ReduceName): void {
  const [x, out] = [operand(call.inputs), operand(call.outputs)];
  let groups = groupsOf(x.shape, (call.attrs.axis ?? call.attrs.reductionIndices) as readonly number[]);
  const passes = Math.max(1, groups.filter((group) => group.isReduced).length);
  let from = x.address;
  for (let pass = 1; pass <= passes; pass++) {
    const index = groups.findLastIndex((group) => group.isReduced);
    const count = groups[index]?.size ?? 1;
    const outer = sizeOfGroups(groups.slice(0, Math.max(0, index)));
    const inner = sizeOfGroups(groups.slice(index + 1));
    const to = pass === passes ? out.address : call.workspace(4 * outer * inner);
    call.wasm[name](from, to, outer, count, inner, call.workspace(call.wasm.reduceWorkspace(count, inner)));
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
