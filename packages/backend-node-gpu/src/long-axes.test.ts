import {
  argMax,
  argMin,
  argSort,
  type Backend,
  cast,
  concat,
  cumprod,
  cumsum,
  gather,
  grad,
  mod,
  Rng,
  range,
  referenceBackend,
  scatterNd,
  scope,
  sort,
  split,
  stack,
  sum,
  type Tensor,
  tensor,
  topK,
  unsortedSegmentSum,
  useBackend,
} from '@descent/core';
import { expectClose } from '@descent/testing';
import { describe, expect, it } from 'vitest';
import { gpuOfTests } from './test-support.js';

const numbers = (shape: readonly number[], seed = 1): Tensor => {
  const size = shape.reduce((product, n) => product * n, 1);
  return tensor(new Rng(seed).uniformArray(size), shape);
};

/** Whole numbers from 0 to `count` − 1, many of them several times. */
const indices = (size: number, count: number): Tensor =>
  tensor(
    Array.from(new Rng(2).uniformArray(size), (u) => Math.floor(u * u * count)),
    [size],
    'int32',
  );

const parts = (count: number): Tensor[] => Array.from({ length: count }, (_, i) => numbers([3, i % 4, 2], i));

/** Calls that take several shaders, or ways that short axes do not. */
const calls: readonly (readonly [string, () => Tensor])[] = [
  ['argMax of a long vector', () => argMax(numbers([100_003]))],
  ['argMin of long columns', () => argMin(numbers([20_011, 3]), 0)],
  ['argMax of equal ones, the first', () => argMax(mod(cast(range(0, 5000), 'int32'), 100))],
  [
    'argMin of int32 at its ends',
    () => argMin(tensor([0, -(2 ** 31), 2 ** 31 - 1, -(2 ** 31)], [4], 'int32')),
  ],
  ['argMax with a NaN far behind', () => argMax(concat([numbers([4000]), tensor([Number.NaN, 3])]))],
  ['sort of a row of 10,000', () => sort(numbers([2, 10_000]))],
  ['argSort of 10,000 with equal ones', () => argSort(indices(10_000, 50))],
  ['topK of rows of 10,000, five', () => topK(numbers([3, 10_000]), 5).indices],
  ['topK of rows of 10,000, 700', () => topK(numbers([2, 10_000]), 700).values],
  ['topK of a row of 129, 65', () => topK(numbers([3, 129]), 65).indices],
  [
    'gradient of topK in long rows',
    () => grad((x: Tensor) => sum(topK(x, 900).values))(numbers([2, 3000])) as Tensor,
  ],
  ['cumsum of a long vector', () => cumsum(numbers([40_009]))],
  ['cumsum of int32, backwards', () => cumsum(indices(30_000, 1e6), 0, { reverse: true, exclusive: true })],
  ['cumprod near 1', () => cumprod(numbers([5000]).mul(1e-3).add(0.9995))],
  [
    'unsortedSegmentSum of 20,000 rows',
    () => unsortedSegmentSum(numbers([20_000, 3]), indices(20_000, 500), 500),
  ],
  [
    'scatterNd of 5,000 tuples',
    () => scatterNd(cast(stackOf(5000), 'int32'), numbers([5000, 2]), [40, 50, 2]),
  ],
  [
    'gradient of gather from a large table',
    () => grad((x: Tensor) => sum(gather(x, indices(3000, 900)).square()))(numbers([1000, 8])) as Tensor,
  ],
  ['concat of 23, some of nothing', () => concat(parts(23), 1)],
  [
    'stack of 11',
    () =>
      stack(
        Array.from({ length: 11 }, (_, i) => numbers([2, 3], i)),
        1,
      ),
  ],
  [
    'split into 13, some of nothing',
    () => stack(split(numbers([4, 66]), [...new Array<number>(11).fill(6), 0, 0], 1).slice(3, 9), 0),
  ],
];

/** Pairs of indices below 40 and 50. */
function stackOf(count: number): Tensor {
  return stack([mod(indices(count, 4000), 40), mod(indices(count, 3000), 50)], 1);
}

describe('long axes and many operands on the GPU', () => {
  const gpu = gpuOfTests();

  const valuesOf = async (backend: Backend, call: () => Tensor): Promise<Tensor> => {
    await useBackend(backend);
    return scope(call);
  };

  it.each(calls)('%s as on the CPU', async (_what, call) => {
    using expected = await valuesOf(referenceBackend(), call);
    const wanted = await expected.data();
    using actual = await valuesOf(gpu(), call);
    const given = await actual.data();
    expect([actual.shape, actual.dtype]).toEqual([expected.shape, expected.dtype]);
    expectClose(given, wanted);
    using again = await valuesOf(gpu(), call);
    expect(await again.data(), 'the same bits each time').toEqual(given);
  });
});
