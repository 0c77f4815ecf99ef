import { type Attrs, divisorError, indexError, type TypedArray } from '@descent/core';
import type { TensorInfo } from '@tensorflow/tfjs-core';

/** Backends of tfjs whose values lie in the host's memory: looking at them waits for no device. */
const inHostMemory = new Set(['cpu', 'wasm', 'tensorflow']);

/** What looks at the values of one input, and the input's place. */
interface Check {
  readonly place: number;
  of(values: TypedArray, inputs: readonly TensorInfo[], attrs: Attrs): void;
}

const divisor = (op: string): Check => ({
  place: 1,
  of(values, [a]) {
    if (a?.dtype === 'int32' && values.includes(0)) throw divisorError(op);
  },
});

/** What tfjs' kernels do not look at: an index outside reads, or overwrites, what lies beside. */
const checks: Readonly<Record<string, Check>> = {
  GatherV2: {
    place: 1,
    of: (indices, [x], { axis }) => within('gather', indices, [x?.shape[axis as number] as number]),
  },
  GatherNd: {
    place: 1,
    of: (indices, [x, tuples]) =>
      within('gatherNd', indices, x?.shape.slice(0, tuples?.shape.at(-1)) as number[]),
  },
  ScatterNd: {
    place: 0,
    of: (indices, [tuples], { shape }) =>
      within('scatterNd', indices, (shape as number[]).slice(0, tuples?.shape.at(-1))),
  },
  UnsortedSegmentSum: {
    place: 1,
    of: (ids, _inputs, { numSegments }) => within('unsortedSegmentSum', ids, [numSegments as number]),
  },
  FloorDiv: divisor('floorDiv'),
  Mod: divisor('mod'),
};

/**
 * Checks what a kernel of tfjs does not: indices and divisors, where they lie in the host's memory.
 * @throws ShapeError E_INDEX for an index outside its axis
 * @throws ValueError for a whole number divided by 0
 */
export function checkOnHost(
  kernelName: string,
  backend: string,
  inputs: readonly TensorInfo[],
  attrs: Attrs,
  valuesOf: (info: TensorInfo) => TypedArray,
): void {
  const check = inHostMemory.has(backend) ? checks[kernelName] : undefined;
  if (check) check.of(valuesOf(inputs[check.place] as TensorInfo), inputs, attrs);
}

/** Tuples of indices, of which each has its axis. */
function within(op: string, indices: TypedArray, sizes: readonly number[]): void {
  for (let i = 0; i < indices.length; i++) {
    const [index, size] = [indices[i] as number, sizes[i % sizes.length] as number];
    if (!(index >= 0 && index < size)) throw indexError(op, index, i, size);
  }
}
