import type { Tensor } from '@descent/core';
import * as core from '@descent/core';
import type { Answer, FaultCase } from '../fault-case.js';
import type { CaseInput } from '../op-case.js';

const least = -(2 ** 31);
const most = 2 ** 31 - 1;
const int32 = (...values: number[]): CaseInput => ({ shape: [values.length], dtype: 'int32', values });
const ints = (...values: number[]): Answer => ({ dtype: 'int32', values });

interface WholeRow {
  readonly what: string;
  readonly inputs: readonly CaseInput[];
  readonly run: (...inputs: Tensor[]) => unknown;
  readonly gives: readonly number[];
}

/** int32 keeps the low 32 bits of every result. */
const wrapRows: readonly WholeRow[] = [
  {
    what: 'add beyond the ends',
    inputs: [int32(most, least, most), int32(1, -1, most)],
    run: core.add,
    gives: [least, most, -2],
  },
  {
    what: 'sub beyond the ends',
    inputs: [int32(least, most, 0), int32(1, -1, least)],
    run: core.sub,
    gives: [most, least, least],
  },
  {
    what: 'mul, beyond what a double holds exactly',
    inputs: [int32(most, least, 65_536, 123_456_789), int32(most, least, 65_536, 987_654_321)],
    run: core.mul,
    gives: [1, 0, 0, -67_153_019],
  },
  { what: 'neg of the least', inputs: [int32(least, most)], run: core.neg, gives: [least, -most] },
  { what: 'abs of the least', inputs: [int32(least, -most)], run: core.abs, gives: [least, most] },
  {
    what: 'square, beyond what a double holds exactly',
    inputs: [int32(most, least, 65_537, 123_456_789)],
    run: core.square,
    gives: [1, 0, 131_073, -1_757_895_751],
  },
  {
    what: 'squaredDifference beyond the ends',
    inputs: [int32(most, most), int32(least, 0)],
    run: core.squaredDifference,
    gives: [1, 1],
  },
  {
    what: 'sum beyond the ends',
    inputs: [int32(most, most, most)],
    run: (x) => core.sum(x as Tensor, 0, { keepDims: true }),
    gives: [most - 2],
  },
  {
    what: 'prod beyond the ends',
    inputs: [int32(most, most, most, 3)],
    run: (x) => core.prod(x as Tensor, 0, { keepDims: true }),
    gives: [most - 2],
  },
  {
    what: 'prod of 40 threes, beyond what a double holds exactly',
    inputs: [int32(...new Array<number>(40).fill(3))],
    run: (x) => core.prod(x as Tensor, 0, { keepDims: true }),
    gives: [Number(BigInt.asIntN(32, 3n ** 40n))],
  },
  {
    what: 'floorDiv of the least by -1',
    inputs: [int32(least), int32(-1)],
    run: core.floorDiv,
    gives: [least],
  },
  { what: 'mod of the least by -1', inputs: [int32(least), int32(-1)], run: core.mod, gives: [0] },
];

const overflowFaults: readonly FaultCase[] = [
  ...wrapRows.map(
    ({ what, inputs, run, gives }): FaultCase => ({
      name: `F20: int32 ${what}`,
      inputs,
      run: run as (...inputs: Tensor[]) => Tensor,
      gives: ints(...gives),
    }),
  ),
  {
    name: 'F20: bytes become int32, so 255 + 1 is 256',
    run: () => core.add(core.tensor(Uint8Array.of(255)), 1) as Tensor,
    gives: ints(256),
  },
  {
    name: 'F20: int32 plus a number that int32 cannot hold is float32',
    inputs: [int32(1, 2)],
    run: (x) => core.add(x, 2 ** 31) as Tensor,
    gives: { values: [2 ** 31, 2 ** 31] },
  },
  {
    name: 'F20: cast to int32 of NaN, infinities, 1e20 and fractions',
    inputs: [
      {
        shape: [9],
        values: [
          Number.NaN,
          Number.POSITIVE_INFINITY,
          Number.NEGATIVE_INFINITY,
          1e20,
          -1e20,
          2 ** 31,
          1.9,
          -1.9,
          -0,
        ],
      },
    ],
    run: (x) => core.cast(x, 'int32'),
    gives: ints(0, most, least, most, least, most, 1, -1, 0),
  },
  {
    name: 'F20: cast to bool of NaN, infinities, fractions and zeros',
    inputs: [{ shape: [6], values: [Number.NaN, Number.POSITIVE_INFINITY, 1e-30, -0.5, 0, -0] }],
    run: (x) => core.cast(x, 'bool'),
    gives: { dtype: 'bool', values: [1, 1, 1, 1, 0, 0] },
  },
  {
    name: 'F20: bool tensors made of other numbers hold 0 and 1',
    run: () =>
      core.concat([
        core.tensor([Number.NaN, 0.5, -0, 256], undefined, 'bool'),
        core.fill([1], 256, 'bool'),
        core.reshape(core.scalar(0.5, 'bool'), [1]),
        core.pad(core.zeros([0], 'bool'), [[1, 0]], 256),
      ] as never),
    gives: { dtype: 'bool', values: [1, 1, 0, 1, 1, 1, 1] },
  },
  {
    name: 'F20: numbers among booleans make float32, not bool',
    run: () => core.tensor([true, 2, false]),
    gives: { values: [1, 2, 0] },
  },
];

const bools: CaseInput = { shape: [2], dtype: 'bool', values: [1, 0] };

const arithmetic: Readonly<Record<string, (x: Tensor) => unknown>> = {
  add: (x) => core.add(x, x),
  'add to a number': (x) => core.add(x, 1),
  sub: (x) => core.sub(x, x),
  mul: (x) => core.mul(x, 2),
  div: (x) => core.div(x, 2),
  pow: (x) => core.pow(x, 2),
  mod: (x) => core.mod(x, 2),
  floorDiv: (x) => core.floorDiv(x, 2),
  maximum: (x) => core.maximum(x, 0),
  neg: core.neg,
  abs: core.abs,
  square: core.square,
  relu: core.relu,
  exp: core.exp,
  clip: (x) => core.clip(x, 0, 1),
  sum: (x) => core.sum(x),
  mean: (x) => core.mean(x),
  max: (x) => core.max(x),
  argMax: (x) => core.argMax(x),
  variance: (x) => core.variance(x),
  logSumExp: (x) => core.logSumExp(x),
  softmax: (x) => core.softmax(x),
  cumsum: (x) => core.cumsum(x),
  cumprod: (x) => core.cumprod(x),
  topK: (x) => core.topK(x, 1),
  sort: (x) => core.sort(x),
  argSort: (x) => core.argSort(x),
  unsortedSegmentSum: (x) => core.unsortedSegmentSum(x, core.zeros([2], 'int32'), 1),
};

const strings: Readonly<Record<string, () => unknown>> = {
  "add with '3'": () => core.add(core.ones([2]), '3' as never),
  "less with '3'": () => core.less(core.ones([2]), '3' as never),
  "where with '3'": () => core.where(core.tensor([true]), '3' as never, 1),
  "relu of '3'": () => core.relu('3' as never),
  'matmul with an array': () => core.matmul([[1]] as never, core.ones([1, 1])),
  'sum of undefined': () => core.sum(undefined as never),
  'add with null': () => core.add(core.ones([2]), null as never),
  'add with a BigInt': () => core.add(core.ones([2]), 3n as never),
  "tensor of 'a'": () => core.tensor(['a'] as never),
  'tensor of null': () => core.tensor([1, null] as never),
  'tensor of a BigInt64Array': () => core.tensor(BigInt64Array.of(1n) as never, [1]),
  "scalar '3'": () => core.scalar('3' as never),
  "fill with '3'": () => core.fill([2], '3' as never),
  'pad with null': () => core.pad(core.ones([1]), [[1, 1]], null as never),
  "zeros of dtype 'float16'": () => core.zeros([2], 'float16' as never),
  "scalar of dtype 'uint8'": () => core.scalar(1, 'uint8' as never),
  "range of dtype 'int64'": () => core.range(0, 2, 1, 'int64' as never),
  "tensor of dtype 'string'": () => core.tensor([1], undefined, 'string' as never),
  "cast to 'float64'": () => core.cast(core.ones([2]), 'float64' as never),
  'logicalAnd of float32': () => core.logicalAnd(core.ones([2]) as never, core.ones([2]) as never),
  'all of float32': () => core.all(core.ones([2])),
  'where on a float32 condition': () => core.where(core.ones([2]), 1, 2),
  'oneHot of float32': () => core.oneHot(core.ones([2]), 2),
  'grad of int32': () => core.grad((x: Tensor) => x.sum())(core.ones([2], 'int32')),
};

const kindFaults: readonly FaultCase[] = [
  ...Object.entries(arithmetic).map(
    ([op, run]): FaultCase => ({ name: `F21: ${op} of bools`, inputs: [bools], run, throws: 'E_DTYPE' }),
  ),
  ...Object.entries(strings).map(
    ([call, run]): FaultCase => ({ name: `F21: ${call}`, run, throws: 'E_DTYPE' }),
  ),
  {
    name: "F21: pad in a mode '3'",
    run: () => core.pad(core.ones([1]), [[1, 1]], '3' as never),
    throws: 'E_VALUE',
  },
];

const divisionFaults = [core.floorDiv, core.mod].flatMap((f): FaultCase[] => [
  {
    name: `F23: ${f.name} of int32 by a tensor with a 0`,
    inputs: [int32(1, 2), int32(1, 0)],
    run: (a, b) => f(a, b),
    throws: 'E_VALUE',
  },
  { name: `F23: ${f.name} of int32 by 0`, inputs: [int32(1, 2)], run: (a) => f(a, 0), throws: 'E_VALUE' },
  {
    name: `F23: ${f.name} of no int32 by 0 is empty`,
    inputs: [int32()],
    run: (a) => f(a, 0) as Tensor,
    gives: ints(),
  },
]);

/** int32 and bool: overflow, kinds that do not fit, division by 0. */
export const dtypeFaults: FaultCase[] = [
  ...overflowFaults,
  ...kindFaults,
  ...divisionFaults,
  {
    name: 'F23: floorDiv of float32 by 0',
    inputs: [{ shape: [3], values: [1, -1, 0] }],
    run: (a) => core.floorDiv(a, 0) as Tensor,
    gives: { values: [Number.POSITIVE_INFINITY, Number.NEGATIVE_INFINITY, Number.NaN] },
  },
  {
    name: 'F23: mod of float32 by 0',
    inputs: [{ shape: [2], values: [1, 0] }],
    run: (a) => core.mod(a, 0) as Tensor,
    gives: { values: [Number.NaN, Number.NaN] },
  },
  {
    name: 'F23: div of int32 by 0 is float32',
    inputs: [int32(1, -1, 0)],
    run: (a) => core.div(a, 0) as Tensor,
    gives: { values: [Number.POSITIVE_INFINITY, Number.NEGATIVE_INFINITY, Number.NaN] },
  },
];
