import type { Tensor } from '@descent/core';
import * as core from '@descent/core';
import type { AnsweredCall, FaultCase } from '../fault-case.js';
import type { CaseInput } from '../op-case.js';

const { POSITIVE_INFINITY: inf, NaN: nan } = Number;
/** Long enough for the vector part of a kernel and its rest. */
const repeated = (...values: number[]): CaseInput => ({
  shape: [5 * values.length],
  values: new Array<readonly number[]>(5).fill(values).flat(),
});
const five = (...values: number[]): number[] => new Array<readonly number[]>(5).fill(values).flat();
/** An image of one window, the same in each of five channels. */
const window = (...values: number[]): CaseInput => ({
  shape: [1, 2, 2, 5],
  values: values.flatMap((value) => new Array<number>(5).fill(value)),
});
const channels = { shape: [1, 1, 1, 5] };

interface UnaryRow {
  readonly what: string;
  readonly run: AnsweredCall['run'];
  readonly of: readonly number[];
  readonly gives: readonly number[];
}

const zeroRows: readonly UnaryRow[] = [
  { what: 'relu', run: (x) => core.relu(x), of: [-0, 0], gives: [0, 0] },
  { what: 'relu6', run: (x) => core.relu6(x), of: [-0, 0], gives: [0, 0] },
  { what: 'leakyRelu', run: (x) => core.leakyRelu(x), of: [-0, 0], gives: [-0, 0] },
  { what: 'elu', run: (x) => core.elu(x), of: [-0, 0], gives: [-0, 0] },
  { what: 'selu', run: (x) => core.selu(x), of: [-0, 0], gives: [-0, 0] },
  { what: 'neg', run: (x) => core.neg(x), of: [-0, 0], gives: [0, -0] },
  { what: 'abs', run: (x) => core.abs(x), of: [-0, 0], gives: [0, 0] },
  { what: 'sign', run: (x) => core.sign(x), of: [-0, 0], gives: [-0, 0] },
  { what: 'step', run: (x) => core.step(x), of: [-0, 0], gives: [0, 0] },
  { what: 'floor', run: (x) => core.floor(x), of: [-0, 0.5], gives: [-0, 0] },
  { what: 'ceil', run: (x) => core.ceil(x), of: [-0, -0.5], gives: [-0, -0] },
  { what: 'round', run: (x) => core.round(x), of: [-0, -0.5, -0.2, 0.5], gives: [-0, -0, -0, 0] },
  { what: 'sin', run: (x) => core.sin(x), of: [-0, 0], gives: [-0, 0] },
  { what: 'tan', run: (x) => core.tan(x), of: [-0, 0], gives: [-0, 0] },
  { what: 'asin', run: (x) => core.asin(x), of: [-0, 0], gives: [-0, 0] },
  { what: 'atan', run: (x) => core.atan(x), of: [-0, 0], gives: [-0, 0] },
  { what: 'sinh', run: (x) => core.sinh(x), of: [-0, 0], gives: [-0, 0] },
  { what: 'asinh', run: (x) => core.asinh(x), of: [-0, 0], gives: [-0, 0] },
  { what: 'atanh', run: (x) => core.atanh(x), of: [-0, 0], gives: [-0, 0] },
  { what: 'tanh', run: (x) => core.tanh(x), of: [-0, 0], gives: [-0, 0] },
  { what: 'square', run: (x) => core.square(x), of: [-0, 0], gives: [0, 0] },
  { what: 'clip from 0', run: (x) => core.clip(x, 0, 1), of: [-0, 0, -1], gives: [0, 0, 0] },
  { what: 'clip up to 0', run: (x) => core.clip(x, -1, 0), of: [-0, 0, 1], gives: [-0, 0, 0] },
];

interface PairRow {
  readonly what: string;
  readonly run: (a: Tensor, b: Tensor) => Tensor;
  readonly gives: readonly number[];
}

/** Of −0 with 0, 0 with −0, −0 with −0. */
const pairRows: readonly PairRow[] = [
  { what: 'maximum', run: (a, b) => core.maximum(a, b), gives: [0, 0, -0] },
  { what: 'minimum', run: (a, b) => core.minimum(a, b), gives: [-0, -0, -0] },
  { what: 'add', run: (a, b) => core.add(a, b), gives: [0, 0, -0] },
  { what: 'mul', run: (a, b) => core.mul(a, b), gives: [-0, -0, 0] },
];

interface ReductionRow {
  readonly what: string;
  readonly run: (x: Tensor) => Tensor;
  readonly of: readonly number[];
  readonly gives: number;
}

const reductionRows: readonly ReductionRow[] = [
  { what: 'max', run: (x) => core.max(x), of: [-0, 0], gives: 0 },
  { what: 'max', run: (x) => core.max(x), of: [0, -0], gives: 0 },
  { what: 'max', run: (x) => core.max(x), of: [-0, -0], gives: -0 },
  { what: 'min', run: (x) => core.min(x), of: [-0, 0], gives: -0 },
  { what: 'min', run: (x) => core.min(x), of: [0, -0], gives: -0 },
  { what: 'sum', run: (x) => core.sum(x), of: [-0, -0], gives: 0 },
  { what: 'mean', run: (x) => core.mean(x), of: [-0, -0], gives: 0 },
  { what: 'argMax', run: (x) => core.argMax(x), of: [-0, 0], gives: 0 },
  { what: 'argMin', run: (x) => core.argMin(x), of: [0, -0], gives: 0 },
];

const show = (values: readonly number[]): string =>
  values.map((value) => (Object.is(value, -0) ? '-0' : String(value))).join(', ');

const zeroFaults: readonly FaultCase[] = [
  ...zeroRows.map(
    ({ what, run, of, gives }): FaultCase => ({
      name: `F25: ${what} of ${show(of)} is ${show(gives)}`,
      inputs: [repeated(...of)],
      run,
      gives: { values: five(...gives) },
    }),
  ),
  ...pairRows.map(
    ({ what, run, gives }): FaultCase => ({
      name: `F25: ${what} of -0 and 0, 0 and -0, -0 and -0 is ${show(gives)}`,
      inputs: [repeated(-0, 0, -0), repeated(0, -0, -0)],
      run: run as AnsweredCall['run'],
      gives: { values: five(...gives) },
    }),
  ),
  ...reductionRows.map(
    ({ what, run, of, gives }): FaultCase => ({
      name: `F25: ${what} of ${show(of)} is ${show([gives])}`,
      inputs: [repeated(...of)],
      run: run as AnsweredCall['run'],
      gives: { shape: [], dtype: what.startsWith('arg') ? 'int32' : 'float32', values: [gives] },
    }),
  ),
  ...[
    { of: [-0, 0, -0, -0], gives: 0 },
    { of: [0, -0, -0, -0], gives: 0 },
    { of: [-0, -0, -0, -0], gives: -0 },
  ].map(
    ({ of, gives }): FaultCase => ({
      name: `F25: maxPool2d of ${show(of)} is ${show([gives])}`,
      inputs: [window(...of)],
      run: (x) => core.maxPool2d(x, 2),
      gives: { ...channels, values: five(gives) },
    }),
  ),
];

const nanRows: readonly ReductionRow[] = [
  { what: 'argMax', run: (x) => core.argMax(x), of: [1, nan, 3, nan], gives: 1 },
  { what: 'argMax', run: (x) => core.argMax(x), of: [nan, inf], gives: 0 },
  { what: 'argMax', run: (x) => core.argMax(x), of: [-inf, -inf], gives: 0 },
  { what: 'argMax', run: (x) => core.argMax(x), of: [1, 3, 3], gives: 1 },
  { what: 'argMin', run: (x) => core.argMin(x), of: [1, nan, -3, nan], gives: 1 },
  { what: 'argMin', run: (x) => core.argMin(x), of: [inf, inf], gives: 0 },
  { what: 'max', run: (x) => core.max(x), of: [1, nan, 3], gives: nan },
  { what: 'max', run: (x) => core.max(x), of: [-inf, -inf], gives: -inf },
  { what: 'min', run: (x) => core.min(x), of: [1, nan, -inf], gives: nan },
];

const mixed: CaseInput = { shape: [7], values: [2, nan, -inf, -0, inf, 0, nan] };

const sortFaults: readonly FaultCase[] = [
  {
    name: 'F38: sort puts NaN last, and keeps -0 before 0 where it stood before it',
    inputs: [mixed],
    run: (x) => core.sort(x),
    gives: { values: [-inf, -0, 0, 2, inf, nan, nan] },
  },
  {
    name: 'F38: argSort keeps equal ones in their order',
    inputs: [mixed],
    run: (x) => core.argSort(x),
    gives: { dtype: 'int32', values: [2, 3, 5, 0, 4, 1, 6] },
  },
  {
    name: 'F38: argSort, descending, keeps equal ones in their order',
    inputs: [mixed],
    run: (x) => core.argSort(x, 0, { descending: true }),
    gives: { dtype: 'int32', values: [1, 6, 4, 0, 3, 5, 2] },
  },
  {
    name: 'F38: topK takes NaN first, as argMax does',
    inputs: [mixed],
    run: (x) => core.topK(x, 3).indices,
    gives: { dtype: 'int32', values: [1, 6, 4] },
  },
  ...[-1, 8, 1.5, nan].map(
    (k): FaultCase => ({
      name: `F31: topK of ${k} from 7`,
      inputs: [mixed],
      run: (x) => core.topK(x, k),
      throws: 'E_VALUE',
    }),
  ),
];

const nanFaults: readonly FaultCase[] = [
  ...nanRows.map(
    ({ what, run, of, gives }): FaultCase => ({
      name: `F38: ${what} of ${show(of)} is ${show([gives])}`,
      inputs: [repeated(...of)],
      run: run as AnsweredCall['run'],
      gives: { shape: [], dtype: what.startsWith('arg') ? 'int32' : 'float32', values: [gives] },
    }),
  ),
  {
    name: 'F38: maximum and minimum with NaN on either side are NaN',
    inputs: [repeated(nan, 1), repeated(1, nan)],
    run: (a, b) => core.stack([core.maximum(a, b), core.minimum(a, b)]),
    gives: { shape: [2, 10], values: five(nan, nan, nan, nan) },
  },
  {
    name: 'F38: relu, relu6, clip and sign of NaN are NaN',
    inputs: [repeated(nan)],
    run: (x) => core.stack([core.relu(x), core.relu6(x), core.clip(x, 0, 1), core.sign(x)]),
    gives: { shape: [4, 5], values: five(nan, nan, nan, nan) },
  },
  {
    name: 'F38: maxPool2d of 1, NaN, 3, NaN is NaN',
    inputs: [window(1, nan, 3, nan)],
    run: (x) => core.maxPool2d(x, 2),
    gives: { ...channels, values: five(nan) },
  },
  {
    name: 'F38: maxPool2d of -Infinity is -Infinity',
    inputs: [window(-inf, -inf, -inf, -inf)],
    run: (x) => core.maxPool2d(x, 2),
    gives: { ...channels, values: five(-inf) },
  },
  {
    name: 'F38: gradient of maxPool2d goes to the first NaN',
    inputs: [window(1, nan, 3, nan)],
    run: (x) => core.grad((y: Tensor) => core.maxPool2d(y, 2).sum())(x),
    gives: { shape: [1, 2, 2, 5], values: [...five(0), ...five(1), ...five(0), ...five(0)] },
  },
  {
    name: 'F38: gradient of maxPool2d goes to the first of -0, 0, 0, 0',
    inputs: [window(-0, 0, 0, 0)],
    run: (x) => core.grad((y: Tensor) => core.maxPool2d(y, 2).sum())(x),
    gives: { shape: [1, 2, 2, 5], values: [...five(1), ...five(0), ...five(0), ...five(0)] },
  },
];

/** −0 and NaN where values are compared: −0 lies below 0, NaN wins, the first of equal ones is the one. */
export const orderFaults: FaultCase[] = [...zeroFaults, ...nanFaults, ...sortFaults];
