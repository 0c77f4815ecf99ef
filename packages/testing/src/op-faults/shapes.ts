import type { Tensor } from '@descent/core';
import * as core from '@descent/core';
import type { FaultCase } from '../fault-case.js';
import type { CaseInput } from '../op-case.js';

const matrix = { shape: [2, 3], values: [1, 2, 3, 4, 5, 6] };
const bools = { shape: [2, 3], dtype: 'bool' as const };
const show = (value: unknown): string =>
  Array.isArray(value) ? `[${value.map(show).join(',')}]` : String(value);

const reshapeFaults = [
  { shape: [2, 3], to: [-1, -1] },
  { shape: [0, 3], to: [-1, 0] },
  { shape: [2, 3], to: [4, -1] },
  { shape: [2, 3], to: [7] },
  { shape: [2, 3], to: [] },
  { shape: [2, 3], to: [0] },
].map(
  ({ shape, to }): FaultCase => ({
    name: `F9: reshape of ${show(shape)} to ${show(to)}`,
    inputs: [{ shape }],
    run: (x) => core.reshape(x, to),
    throws: 'E_SHAPE',
  }),
);

const sizeFaults = [
  [-2, 3],
  [1.5, 4],
  [Number.NaN, 6],
  ['2', 3],
].map(
  (to): FaultCase => ({
    name: `F9: reshape of [2,3] to ${show(to)}`,
    inputs: [matrix],
    run: (x) => core.reshape(x, to as never),
    throws: 'E_SIZE',
  }),
);

const transposeFaults = [[0, 0, 1], [0], [0, 0], [0, 2], [-3, 0], [0.5, 1], [Number.NaN, 0], 1].map(
  (permutation): FaultCase => ({
    name: `F10: transpose of [2,3] by ${show(permutation)}`,
    inputs: [matrix],
    run: (x) => core.transpose(x, permutation as never),
    throws: 'E_AXIS',
  }),
);

interface AxisRow {
  readonly op: string;
  readonly input?: CaseInput;
  /** Axes of what the axis is counted along. Default 2. */
  readonly rank?: number;
  /** True when the op takes several axes. */
  readonly several?: boolean;
  run(x: Tensor, axis: never): unknown;
}

const axisRows: readonly AxisRow[] = [
  ...[core.sum, core.mean, core.prod, core.max, core.min, core.variance, core.logSumExp, core.reverse].map(
    (f) => ({ op: f.name, several: true, run: f as AxisRow['run'] }),
  ),
  ...[core.all, core.any].map((f) => ({ op: f.name, input: bools, several: true, run: f as AxisRow['run'] })),
  ...[
    core.argMax,
    core.argMin,
    core.softmax,
    core.logSoftmax,
    core.cumsum,
    core.cumprod,
    core.sort,
    core.argSort,
  ].map((f) => ({
    op: f.name,
    run: f as AxisRow['run'],
  })),
  { op: 'squeeze', input: { shape: [1, 1] }, several: true, run: core.squeeze },
  { op: 'concat', run: (x, axis) => core.concat([x, x] as never, axis) },
  { op: 'split', run: (x, axis) => core.split(x, 1, axis) },
  { op: 'stack', rank: 3, run: (x, axis) => core.stack([x, x], axis) },
  { op: 'expandDims', rank: 3, run: core.expandDims },
  {
    op: 'gather',
    run: (x, axis) => core.gather(x, core.tensor([0], undefined, 'int32'), axis),
  },
];

const axisFaults = axisRows.flatMap(({ op, input = matrix, rank = 2, several = false, run }) =>
  [
    rank,
    -rank - 1,
    0.5,
    Number.NaN,
    ...(several
      ? [
          [0, 0],
          [0, -2],
          [0, 2],
        ]
      : []),
  ].map(
    (axis): FaultCase => ({
      name: `F11: ${op} of ${show(input.shape)} along axis ${show(axis)}`,
      inputs: [input],
      run: (x) => run(x, axis as never),
      throws: 'E_AXIS',
    }),
  ),
);

const joinFaults: readonly FaultCase[] = [
  { name: 'F12: concat of none', run: () => core.concat([] as never), throws: 'E_SHAPE' },
  { name: 'F12: stack of none', run: () => core.stack([]), throws: 'E_SHAPE' },
  { name: 'F12: concat of no list', run: () => core.concat(undefined as never), throws: 'E_SHAPE' },
  {
    name: 'F12: concat of other sizes beside the axis',
    inputs: [matrix, { shape: [2, 4] }],
    run: (a, b) => core.concat([a, b] as never, 0),
    throws: 'E_SHAPE',
  },
  {
    name: 'F12: concat of other ranks',
    inputs: [matrix, { shape: [3] }],
    run: (a, b) => core.concat([a, b] as never, 0),
    throws: 'E_SHAPE',
  },
  {
    name: 'F12: stack of other shapes',
    inputs: [matrix, { shape: [3, 2] }],
    run: (a, b) => core.stack([a, b]),
    throws: 'E_SHAPE',
  },
  {
    name: 'F12: concat of other dtypes',
    inputs: [matrix, { shape: [2, 3], dtype: 'int32' }],
    run: (a, b) => core.concat([a, b] as never),
    throws: 'E_DTYPE',
  },
  ...[[1, 1], [2, 2], [], [3, 3]].map(
    (parts): FaultCase => ({
      name: `F12: split of an axis of 3 into ${show(parts)}`,
      inputs: [matrix],
      run: (x) => core.split(x, parts, 1),
      throws: 'E_SHAPE',
    }),
  ),
  {
    name: 'F12: split of an axis of 3 into 2 equal parts',
    inputs: [matrix],
    run: (x) => core.split(x, 2, 1),
    throws: 'E_SHAPE',
  },
  {
    name: 'F12: split of an empty axis into 2^31 - 1 equal parts',
    inputs: [{ shape: [0, 3] }],
    run: (x) => core.split(x, 2 ** 31 - 1),
    throws: 'E_SHAPE',
  },
  ...[[-1, 4], [1.5, 1.5], [Number.NaN, 3], 0, -1, 0.5, Number.NaN].map(
    (parts): FaultCase => ({
      name: `F12: split of an axis of 3 into ${show(parts)}`,
      inputs: [matrix],
      run: (x) => core.split(x, parts, 1),
      throws: 'E_VALUE',
    }),
  ),
];

const broadcastFaults: readonly FaultCase[] = [
  {
    name: 'F17: [1,0,3] + [2,1,3] is [2,0,3]',
    inputs: [{ shape: [1, 0, 3] }, { shape: [2, 1, 3] }],
    run: (a, b) => core.add(a, b) as Tensor,
    gives: { shape: [2, 0, 3], values: [] },
  },
  {
    name: 'F17: where of [2,1], [0] and a number is [2,0]',
    inputs: [{ shape: [2, 1], dtype: 'bool' }, { shape: [0] }],
    run: (c, a) => core.where(c, a, 1) as Tensor,
    gives: { shape: [2, 0], values: [] },
  },
  {
    name: 'F17: gradient of [1,0,3] + [2,1,3] is 0',
    inputs: [{ shape: [1, 0, 3] }, { shape: [2, 1, 3] }],
    run: (a, b) => core.grad((x: Tensor) => (core.add(a, x) as Tensor).sum())(b),
    gives: { shape: [2, 1, 3], values: [0, 0, 0, 0, 0, 0] },
  },
  {
    name: 'F17: [2,0,3] + [2,3]',
    inputs: [{ shape: [2, 0, 3] }, { shape: [2, 3] }],
    run: (a, b) => core.add(a, b),
    throws: 'E_SHAPE',
  },
  {
    name: 'F17: broadcastTo of [2,1] to [3]',
    inputs: [{ shape: [2, 1] }],
    run: (x) => core.broadcastTo(x, [3]),
    throws: 'E_SHAPE',
  },
];

/** Shapes, axes, joins and broadcasts that do not fit. */
export const shapeFaults: FaultCase[] = [
  ...reshapeFaults,
  ...sizeFaults,
  ...transposeFaults,
  ...axisFaults,
  ...joinFaults,
  ...broadcastFaults,
];
