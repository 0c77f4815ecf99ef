import type { Tensor } from '@descent/core';
import * as core from '@descent/core';
import type { FaultCase } from '../fault-case.js';

const nine: readonly number[] = new Array<number>(9).fill(1);
const eight = nine.slice(1);

const scalarRows: readonly (readonly [string, (x: Tensor) => Tensor, readonly number[], number])[] = [
  ['neg', core.neg, [], -2],
  ['add', (x) => core.add(x, x) as Tensor, [], 4],
  ['sum', (x) => core.sum(x), [], 2],
  ['mean', (x) => core.mean(x), [], 2],
  ['max', (x) => core.max(x), [], 2],
  ['prod', (x) => core.prod(x), [], 2],
  ['variance', (x) => core.variance(x), [], 0],
  ['logSumExp', (x) => core.logSumExp(x), [], 2],
  ['transpose', (x) => core.transpose(x), [], 2],
  ['reshape', (x) => core.reshape(x, [1, 1]), [1, 1], 2],
  ['expandDims', (x) => core.expandDims(x), [1], 2],
  ['squeeze', (x) => core.squeeze(x), [], 2],
  ['broadcastTo', (x) => core.broadcastTo(x, [1]), [1], 2],
  ['stack', (x) => core.stack([x]), [1], 2],
  ['slice', (x) => core.slice(x, []), [], 2],
  ['pad', (x) => core.pad(x, []), [], 2],
  ['tile', (x) => core.tile(x, []), [], 2],
  ['reverse', (x) => core.reverse(x), [], 2],
];

const scalarFaults = scalarRows.map(
  ([op, run, shape, value]): FaultCase => ({
    name: `F14: ${op} of a scalar`,
    inputs: [{ shape: [], values: [2] }],
    run,
    gives: { shape, values: [value] },
  }),
);

const axisFaults = [
  core.softmax,
  core.logSoftmax,
  core.argMax,
  core.argMin,
  core.cumsum,
  core.cumprod,
  core.sort,
  core.argSort,
].map(
  (f): FaultCase => ({
    name: `F14: ${f.name} of a scalar, which has no axes`,
    inputs: [{ shape: [] }],
    run: (x) => (f as (x: Tensor) => Tensor)(x),
    throws: 'E_AXIS',
  }),
);

const nineAxes: readonly (readonly [string, readonly (readonly number[])[], (...xs: Tensor[]) => unknown])[] =
  [
    ['zeros', [], () => core.zeros(nine)],
    ['tensor of arrays', [], () => core.tensor(nestedIn(9) as never)],
    ['tensor of a typed array', [], () => core.tensor(Float32Array.of(1), nine)],
    ['reshape', [[1]], (x) => core.reshape(x as Tensor, nine)],
    ['expandDims', [eight], (x) => core.expandDims(x as Tensor)],
    ['stack', [eight], (x) => core.stack([x as Tensor])],
    ['broadcastTo', [[1]], (x) => core.broadcastTo(x as Tensor, nine)],
    ['gather', [eight], (x) => core.gather(x as Tensor, core.zeros([1, 1], 'int32'))],
    ['oneHot', [], () => core.oneHot(core.zeros(eight, 'int32'), 2)],
  ];

const nineFaults = nineAxes.map(
  ([op, shapes, run]): FaultCase => ({
    name: `F14: ${op} with a result of nine axes`,
    inputs: shapes.map((shape) => ({ shape })),
    run,
    throws: 'E_RANK',
  }),
);

/** An array inside an array, and so on. */
function nestedIn(depth: number): unknown[] {
  let array: unknown[] = [1];
  for (let i = 1; i < depth; i++) array = [array];
  return array;
}

/** The array that is its own only element. */
function endless(): unknown[] {
  const array: unknown[] = [];
  array.push(array);
  return array;
}

/** A scalar, which every op of any shape takes, eight axes, which are the most, and nine. */
export const rankFaults: FaultCase[] = [
  ...scalarFaults,
  ...axisFaults,
  ...nineFaults,
  {
    name: 'F14: tensor of arrays nested 100,000 deep',
    run: () => core.tensor(nestedIn(100_000) as never),
    throws: 'E_RANK',
  },
  {
    name: 'F19: tensor of an array that contains itself',
    run: () => core.tensor(endless() as never),
    throws: 'E_RANK',
  },
  {
    name: 'F14: eight axes: a reversed, transposed, stretched sum',
    inputs: [
      { shape: [2, 1, 1, 1, 1, 1, 1, 2], values: [1, 2, 3, 4] },
      { shape: [2, 1, 1, 1, 1, 1], values: [10, 20] },
    ],
    run: (a, b) => core.sum(core.add(core.reverse(core.transpose(a)), b) as Tensor, [1, 3, 4]),
    gives: { shape: [2, 2, 1, 1, 2], values: [14, 12, 24, 22, 13, 11, 23, 21] },
  },
  {
    name: 'F14: eight axes: matmul with six of them batches',
    inputs: [
      { shape: [2, 1, 1, 1, 1, 1, 1, 2], values: [1, 2, 3, 4] },
      { shape: [1, 1, 1, 1, 1, 1, 2, 1], values: [5, 6] },
    ],
    run: (a, b) => core.matmul(a, b),
    gives: { shape: [2, 1, 1, 1, 1, 1, 1, 1], values: [17, 39] },
  },
];
