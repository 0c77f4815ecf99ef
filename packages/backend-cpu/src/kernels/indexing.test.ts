import {
  compile,
  currentBackend,
  gather,
  gatherNd,
  kernels,
  scope,
  type Tensor,
  tensor,
  unsortedSegmentSum,
  useBackend,
  Variable,
} from '@descent/core';
import { describe, expect, it } from 'vitest';
import { backends, bools, floats, type Given, ints, runNative, uniform } from '../test-support.js';

const sizeOf = (shape: readonly number[]) => shape.reduce((size, n) => size * n, 1);

/** What core's definition of a kernel gives. */
function byDefinition(name: string, inputs: readonly Given[], attrs: object) {
  const kernel = Object.values(kernels).find((each) => each.name === name) as (typeof kernels)[number];
  const [spec] = kernel.outputs(inputs, attrs as never);
  const { shape, dtype } = spec as Given;
  const host = (given: Given) => ({ ...given, values: Float64Array.from(given.values) as never });
  const values = dtype === 'float32' ? new Float32Array(sizeOf(shape)) : new Int32Array(sizeOf(shape));
  kernel.reference(inputs.map(host), [{ shape, dtype, values }], attrs as never);
  return { shape, dtype, values };
}

/** Whole numbers in [0, below), without a short period. */
const picks = (count: number, below: number, seed = 1): Int32Array =>
  Int32Array.from(uniform(seed, count), (u) => Math.floor((u / 2 + 0.5) * below) % below);

const rows: Record<string, [name: string, inputs: Given[], attrs: object]> = {
  'single elements': [
    'GatherV2',
    [floats(uniform(1, 100)), ints(picks(1001, 100))],
    { axis: 0, batchDims: 0 },
  ],
  'rows of 7, from [3, 4, 7]': [
    'GatherV2',
    [floats(uniform(1, 84), [3, 4, 7]), ints(picks(10, 4), [5, 2])],
    { axis: 1, batchDims: 0 },
  ],
  bytes: ['GatherV2', [bools([1, 0, 1, 1, 0, 1], [2, 3]), ints([2, 0])], { axis: 1, batchDims: 0 }],
  'no index': ['GatherV2', [floats(uniform(1, 8), [4, 2]), ints([], [0])], { axis: 0, batchDims: 0 }],
  'over many chunks': [
    'GatherV2',
    [floats(uniform(1, 50 * 130), [50, 130]), ints(picks(3001, 50))],
    { axis: 0, batchDims: 0 },
  ],
  'parts by tuples, over many chunks': [
    'GatherNd',
    [floats(uniform(1, 50 * 20 * 7), [50, 20, 7]), ints(picks(2 * 9001, 20), [9001, 2])],
    {},
  ],
  'sums by tuples, over many chunks': [
    'ScatterNd',
    [ints(picks(2 * 401, 20), [401, 2]), floats(uniform(1, 401 * 333), [401, 333])],
    { shape: [20, 30, 333] },
  ],
  'sums of rows of 5': [
    'UnsortedSegmentSum',
    [floats(uniform(1, 2005), [401, 5]), ints(picks(401, 7))],
    { numSegments: 9 },
  ],
  'sums of long rows, over many chunks': [
    'UnsortedSegmentSum',
    [floats(uniform(1, 300 * 333), [300, 333]), ints(picks(300, 40))],
    { numSegments: 40 },
  ],
  'sums that wrap around': [
    'UnsortedSegmentSum',
    [ints([2 ** 31 - 1, 5, 7, -3]), ints([1, 0, 1, 1])],
    { numSegments: 2 },
  ],
  'sums of no rows': ['UnsortedSegmentSum', [floats([], [0, 3]), ints([], [0])], { numSegments: 2 }],
  'one-hot rows of 7, with indices outside': [
    'OneHot',
    [ints([0, 6, 7, -1, 3, 2 ** 31 - 1])],
    { dtype: 'float32', depth: 7, onValue: 1.5, offValue: -0.5 },
  ],
  'one-hot rows over many chunks': [
    'OneHot',
    [ints(picks(9001, 11))],
    { dtype: 'float32', depth: 11, onValue: 1, offValue: 0 },
  ],
  '24 random bits, no multiple of 4': [
    'PhiloxBits',
    [ints([7], [])],
    { shape: [13], key: [0xdeadbeef, 3], bits: 24 },
  ],
  '32 random bits over many chunks': [
    'PhiloxBits',
    [ints([-1], [])],
    { shape: [100_003], key: [1, 0xffffffff], bits: 32 },
  ],
};

describe.each(backends)('kernels that go by index on $description', (backend) => {
  it.each(Object.keys(rows))('give the bits of the definition: %s', (title) => {
    const [name, inputs, attrs] = rows[title] as (typeof rows)[string];
    const { shape, dtype, values } = byDefinition(name, inputs, attrs);
    expect(runNative(backend, name, inputs, { ...attrs } as never, shape, dtype)).toEqual(
      dtype === 'bool' ? Uint8Array.from(values) : values,
    );
  });

  it('an index outside is refused at its first place, and nothing is left behind', async () => {
    const before = currentBackend();
    await useBackend(backend);
    const start = backend.memory();
    scope(() => {
      const x = tensor(uniform(1, 12), [3, 4]) as Tensor;
      const wrong = tensor(Int32Array.of(0, 3, -7, 2 ** 31 - 1)) as Tensor;
      expect(() => gather(x, wrong)).toThrowErrorMatchingInlineSnapshot(`
        [ShapeError: gather: index 3 at place 1 is outside an axis of size 3
          fix: indices go from 0 to 2]
      `);
      expect(() =>
        unsortedSegmentSum(gather(x, tensor(Int32Array.of(0, 1, 2, 2)) as Tensor), wrong, 3),
      ).toThrowErrorMatchingInlineSnapshot(`
        [ShapeError: unsortedSegmentSum: index 3 at place 1 is outside an axis of size 3
          fix: indices go from 0 to 2]
      `);
      expect(gather(x, tensor(Int32Array.of(2)) as Tensor).dataSync()).toEqual(uniform(1, 12).slice(8));
    });
    expect(backend.memory()).toEqual(start);
    await useBackend(before);
  });

  it('an index outside, in a tuple, is refused at its place among all', async () => {
    const before = currentBackend();
    await useBackend(backend);
    scope(() => {
      const x = tensor(uniform(1, 12), [3, 4]) as Tensor;
      const wrong = tensor(Int32Array.of(2, 3, 2, 4), [2, 2]) as Tensor;
      using pick = compile((tuples: Tensor) => gatherNd(x, tuples));
      for (const run of [() => gatherNd(x, wrong), () => pick(wrong)]) {
        expect(run).toThrowErrorMatchingInlineSnapshot(`
          [ShapeError: gatherNd: index 4 at place 3 is outside an axis of size 4
            fix: indices go from 0 to 3]
        `);
      }
      const right = tensor(Int32Array.of(2, 3), [1, 2]) as Tensor;
      expect(pick(right).dataSync()).toEqual(uniform(1, 12).slice(11));
    });
    await useBackend(before);
  });

  it('a plan that refuses an index changes no cell, and runs again', async () => {
    const before = currentBackend();
    await useBackend(backend);
    const table = new Variable(
      tensor([
        [1, 2],
        [3, 4],
        [5, 6],
      ]) as Tensor,
      { name: 'table' },
    );
    using step = compile((indices: Tensor) => {
      const picked = gather(table.value, indices);
      // Written before the second check.
      table.assign(table.value.mul(2));
      return gather(picked, indices);
    });
    const run = (...indices: number[]) =>
      scope(() => [...step(tensor(Int32Array.from(indices)) as Tensor).dataSync()]);
    const held = () => [...table.value.dataSync()];
    expect(run(0, 1)).toEqual([1, 2, 3, 4]);
    const start = backend.memory();
    // 2 is a row of the table, and none of the two that were picked.
    expect(() => run(0, 2)).toThrowErrorMatchingInlineSnapshot(`
      [ShapeError: gather: index 2 at place 1 is outside an axis of size 2
        fix: indices go from 0 to 1]
    `);
    expect(() => run(3, 0)).toThrowError('gather: index 3 at place 0 is outside an axis of size 3');
    expect(held()).toEqual([2, 4, 6, 8, 10, 12]);
    expect(run(1, 0)).toEqual([2, 4, 6, 8]);
    expect(backend.memory()).toEqual(start);
    table.dispose();
    await useBackend(before);
  });
});
