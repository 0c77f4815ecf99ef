import type { Tensor } from '@descent/core';
import * as core from '@descent/core';
import type { FaultCase } from '../fault-case.js';

const int32 = (...values: number[]) => ({ shape: [values.length], dtype: 'int32' as const, values });
const table = { shape: [3, 2], values: [1, 2, 3, 4, 5, 6] };

const gatherFaults: readonly FaultCase[] = [
  ...[-1, 3, 2 ** 31 - 1, -(2 ** 31)].flatMap((index): FaultCase[] => [
    {
      name: `F7: gather of index ${index} from 3 rows`,
      inputs: [table, int32(0, index)],
      run: (x, i) => core.gather(x, i),
      throws: 'E_INDEX',
    },
    {
      name: `F7: unsortedSegmentSum with segment ${index} of 3`,
      inputs: [table, int32(0, index, 1)],
      run: (x, i) => core.unsortedSegmentSum(x, i, 3),
      throws: 'E_INDEX',
    },
    {
      name: `F7: gatherNd of row 0, column ${index} from 3 rows of 2`,
      inputs: [table, { ...int32(0, index), shape: [1, 2] }],
      run: (x, i) => core.gatherNd(x, i),
      throws: 'E_INDEX',
    },
    {
      name: `F7: scatterNd to row ${index} of 3`,
      inputs: [{ ...int32(0, index, 1), shape: [3, 1] }, table],
      run: (i, x) => core.scatterNd(i, x, [3, 2]),
      throws: 'E_INDEX',
    },
    {
      name: `F7: oneHot of index ${index} is a row of zeros`,
      inputs: [int32(index, 1)],
      run: (i) => core.oneHot(i, 3),
      gives: { shape: [2, 3], values: [0, 0, 0, 0, 1, 0] },
    },
  ]),
  {
    name: 'F7: gather along the last axis, beyond it',
    inputs: [table, int32(2)],
    run: (x, i) => core.gather(x, i, 1),
    throws: 'E_INDEX',
  },
  {
    name: 'F7: gather from an empty axis',
    inputs: [{ shape: [0, 2] }, int32(0)],
    run: (x, i) => core.gather(x, i),
    throws: 'E_INDEX',
  },
  {
    name: 'F7: gather by float32 indices, fractions and NaN included',
    inputs: [table, { shape: [2], values: [1.5, Number.NaN] }],
    run: (x, i) => core.gather(x, i),
    throws: 'E_DTYPE',
  },
  ...[1.5, Number.NaN, 2 ** 32 + 1, -(2 ** 31) - 1, Number.POSITIVE_INFINITY].flatMap(
    (value): FaultCase[] => [
      {
        name: `F7: int32 tensor of ${value}, by which a row could be gathered`,
        run: () => core.tensor([0, value], undefined, 'int32'),
        throws: 'E_VALUE',
      },
      {
        name: `F7: int32 tensor from a typed array with ${value}`,
        run: () => core.tensor(Float64Array.of(0, value), [2], 'int32'),
        throws: 'E_VALUE',
      },
      { name: `F7: int32 scalar ${value}`, run: () => core.scalar(value, 'int32'), throws: 'E_VALUE' },
      { name: `F7: int32 fill of ${value}`, run: () => core.fill([2], value, 'int32'), throws: 'E_VALUE' },
      {
        name: `F7: int32 pad with ${value}`,
        inputs: [int32(1)],
        run: (x) => core.pad(x, [[1, 1]], value),
        throws: 'E_VALUE',
      },
    ],
  ),
  { name: 'F7: int32 range in halves', run: () => core.range(0, 2, 0.5, 'int32'), throws: 'E_VALUE' },
  {
    name: 'F7: int32 range beyond 2^31',
    run: () => core.range(2 ** 31 - 2, 2 ** 31 + 2, 1, 'int32'),
    throws: 'E_VALUE',
  },
];

const tupleFaults: readonly FaultCase[] = [
  {
    name: 'F7: gatherNd by tuples longer than x has axes',
    inputs: [table, { ...int32(0, 1, 0), shape: [1, 3] }],
    run: (x, i) => core.gatherNd(x, i),
    throws: 'E_SHAPE',
  },
  {
    name: 'F7: gatherNd by a scalar',
    inputs: [table, { ...int32(0), shape: [] }],
    run: (x, i) => core.gatherNd(x, i),
    throws: 'E_SHAPE',
  },
  {
    name: 'F7: gatherNd by float32 indices',
    inputs: [table, { shape: [1, 2] }],
    run: (x, i) => core.gatherNd(x, i),
    throws: 'E_DTYPE',
  },
  {
    name: 'F7: gatherNd from an empty axis',
    inputs: [{ shape: [0, 2] }, { ...int32(0), shape: [1, 1] }],
    run: (x, i) => core.gatherNd(x, i),
    throws: 'E_INDEX',
  },
  {
    name: 'F7: scatterNd of updates of another shape',
    inputs: [{ ...int32(0, 1), shape: [2, 1] }, table],
    run: (i, x) => core.scatterNd(i, x, [3, 2]),
    throws: 'E_SHAPE',
  },
  {
    name: 'F7: scatterNd of bools',
    inputs: [
      { ...int32(0), shape: [1, 1] },
      { shape: [1], dtype: 'bool' },
    ],
    run: (i, x) => core.scatterNd(i, x, [3]),
    throws: 'E_DTYPE',
  },
  {
    name: 'F31: scatterNd into 1e12 elements',
    inputs: [{ ...int32(0), shape: [1, 1] }, { shape: [1] }],
    run: (i, x) => core.scatterNd(i, x, [1e12]),
    throws: 'E_SIZE',
  },
];

const duplicateFaults: readonly FaultCase[] = [
  {
    name: 'F8: scatterNd adds updates with the same indices, in their order',
    inputs: [
      { ...int32(0, 0, 1, 0, 1), shape: [5, 1] },
      { shape: [5], values: [1e8, 1, 3, -1e8, 4] },
    ],
    run: (i, x) => core.scatterNd(i, x, [3]),
    gives: { values: [0, 7, 0] },
  },
  {
    name: 'F8: unsortedSegmentSum adds rows with the same number, in their order',
    inputs: [{ shape: [5], values: [1e8, 1, 3, -1e8, 4] }, int32(0, 0, 1, 0, 1)],
    run: (x, i) => core.unsortedSegmentSum(x, i, 3),
    gives: { values: [0, 7, 0] },
  },
  {
    name: 'F8: gradient of gather adds up what was picked twice',
    inputs: [table, int32(2, 0, 2, 2)],
    run: (x, i) => core.grad((t: Tensor) => core.gather(t, i).sum())(x),
    gives: { shape: [3, 2], values: [1, 1, 0, 0, 3, 3] },
  },
];

interface SliceRow {
  readonly what: string;
  readonly begin: readonly number[];
  readonly size: readonly number[];
}

const sliceRows: readonly SliceRow[] = [
  { what: 'beyond the end', begin: [1], size: [3] },
  { what: 'from beyond the end', begin: [4], size: [0] },
  { what: 'from before the start', begin: [-4], size: [1] },
  { what: 'of -2 elements', begin: [0], size: [-2] },
  { what: 'from 0.5', begin: [0.5], size: [1] },
  { what: 'from NaN', begin: [Number.NaN], size: [1] },
  { what: 'of 1.5 elements', begin: [0], size: [1.5] },
  { what: 'of NaN elements', begin: [0], size: [Number.NaN] },
  { what: 'of 2^32 + 1 elements', begin: [0], size: [2 ** 32 + 1] },
];

const sliceFaults: readonly FaultCase[] = [
  ...sliceRows.map(
    ({ what, begin, size }): FaultCase => ({
      name: `F18: slice ${what} of an axis of 3`,
      inputs: [table],
      run: (x) => core.slice(x, begin, size),
      throws: 'E_INDEX',
    }),
  ),
  {
    name: 'F18: slice along three axes of two',
    inputs: [table],
    run: (x) => core.slice(x, [0, 0, 0], [1, 1, 1]),
    throws: 'E_SHAPE',
  },
  {
    name: 'F18: slice of nothing at the end is empty',
    inputs: [table],
    run: (x) => core.slice(x, [3], [0]),
    gives: { shape: [0, 2], values: [] },
  },
  {
    name: 'F18: slice from a negative begin counts from the end',
    inputs: [table],
    run: (x) => core.slice(x, [-1, -2], [1, 1]),
    gives: { shape: [1, 1], values: [5] },
  },
  { name: 'F18: range with step 0', run: () => core.range(0, 5, 0), throws: 'E_VALUE' },
  {
    name: 'F18: range with a negative step counts down',
    run: () => core.range(5, 0, -2),
    gives: { values: [5, 3, 1] },
  },
  {
    name: 'F18: range with a step away from its end is empty',
    run: () => core.range(0, 5, -1),
    gives: { values: [] },
  },
];

/** Indices outside, indices that are none, duplicates, parts that do not lie inside. */
export const indexFaults: FaultCase[] = [...gatherFaults, ...tupleFaults, ...duplicateFaults, ...sliceFaults];
