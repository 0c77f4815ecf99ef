import type { Operand, Tensor } from '@descent/core';
import * as core from '@descent/core';
import type { CaseInput, OpCase } from '../op-case.js';

type Unary = (x: Tensor) => Tensor;
type Binary = (a: Operand, b: Operand) => Tensor;

const { POSITIVE_INFINITY: inf, NaN: nan } = Number;

/** Values where formulas break: signed zeros, infinities, NaN, overflow and underflow of exponentials. */
const extremes: CaseInput = {
  shape: [17],
  values: [0, -0, inf, -inf, nan, 400, -400, 88.5, -88.5, 1e-8, -1e-8, 1e30, -1e30, 1, -1, 0.5, -0.5],
};

interface UnaryRow {
  readonly op: string;
  readonly f: Unary;
  /** Bounds of the random values; both signs are kept away from kinks at 0. */
  readonly from?: number;
  readonly to?: number;
  /** False where the op jumps or has no gradient. */
  readonly gradients?: boolean;
}

const unaryRows: readonly UnaryRow[] = [
  { op: 'neg', f: core.neg },
  { op: 'abs', f: core.abs, from: 0.1 },
  { op: 'sign', f: core.sign, gradients: false },
  { op: 'exp', f: core.exp },
  { op: 'expm1', f: core.expm1 },
  { op: 'log', f: core.log, from: 0.5, to: 4 },
  { op: 'log1p', f: core.log1p, from: -0.5, to: 4 },
  { op: 'sqrt', f: core.sqrt, from: 0.5, to: 4 },
  { op: 'rsqrt', f: core.rsqrt, from: 0.5, to: 4 },
  { op: 'square', f: core.square },
  { op: 'reciprocal', f: core.reciprocal, from: 0.5, to: 2 },
  { op: 'sin', f: core.sin, from: -8, to: 8 },
  { op: 'cos', f: core.cos, from: -8, to: 8 },
  { op: 'tan', f: core.tan, from: -1.2, to: 1.2 },
  { op: 'asin', f: core.asin, from: -0.9, to: 0.9 },
  { op: 'acos', f: core.acos, from: -0.9, to: 0.9 },
  { op: 'atan', f: core.atan, from: -5, to: 5 },
  { op: 'sinh', f: core.sinh, from: -3, to: 3 },
  { op: 'cosh', f: core.cosh, from: -3, to: 3 },
  { op: 'asinh', f: core.asinh, from: -5, to: 5 },
  { op: 'acosh', f: core.acosh, from: 1.5, to: 5 },
  { op: 'atanh', f: core.atanh, from: -0.8, to: 0.8 },
  { op: 'tanh', f: core.tanh, from: -6, to: 6 },
  { op: 'sigmoid', f: core.sigmoid, from: -10, to: 10 },
  { op: 'erf', f: core.erf, from: -4, to: 4 },
  { op: 'floor', f: core.floor, gradients: false },
  { op: 'ceil', f: core.ceil, gradients: false },
  { op: 'round', f: core.round, gradients: false },
  { op: 'isNan', f: core.isNan },
  { op: 'isInf', f: core.isInf },
  { op: 'isFinite', f: core.isFinite },
  { op: 'step', f: core.step, gradients: false },
  { op: 'relu', f: core.relu, from: 0.1 },
  { op: 'relu below 0', f: core.relu, to: -0.1 },
  { op: 'relu6', f: core.relu6, from: 0.1, to: 5.8 },
  { op: 'leakyRelu', f: (x) => core.leakyRelu(x, 0.3), to: -0.1 },
  { op: 'elu', f: core.elu, to: -0.1 },
  { op: 'elu above 0', f: core.elu, from: 0.1 },
  { op: 'selu', f: core.selu, to: -0.1 },
  { op: 'gelu', f: (x) => core.gelu(x) },
  { op: 'gelu approximate', f: (x) => core.gelu(x, { approximate: true }) },
  { op: 'softplus', f: core.softplus, from: -6, to: 6 },
  { op: 'swish', f: core.swish, from: -6, to: 6 },
  { op: 'celu', f: (x) => core.celu(x, 0.5), to: -0.1 },
  { op: 'hardSigmoid', f: core.hardSigmoid, from: -2.9, to: 2.9 },
  { op: 'hardSilu', f: core.hardSilu, from: -2.9, to: 2.9 },
  { op: 'hardShrink', f: (x) => core.hardShrink(x, 0.1), from: 0.2 },
  { op: 'hardTanh', f: core.hardTanh, from: -0.9, to: 0.9 },
  { op: 'logSigmoid', f: core.logSigmoid, from: -6, to: 6 },
  { op: 'mish', f: core.mish, from: -6, to: 6 },
  { op: 'softShrink', f: (x) => core.softShrink(x, 0.1), from: 0.2 },
  { op: 'softsign', f: core.softsign, from: 0.1, to: 5 },
  { op: 'sparsePlus', f: core.sparsePlus, from: -3, to: 3 },
  { op: 'sparseSigmoid', f: core.sparseSigmoid, from: -0.9, to: 0.9 },
  { op: 'squareplus', f: (x) => core.squareplus(x), from: -5, to: 5 },
  { op: 'tanhShrink', f: core.tanhShrink, from: -3, to: 3 },
  { op: 'threshold', f: (x) => core.threshold(x, 0.5, -1), from: 0.6 },
  { op: 'clip', f: (x) => core.clip(x, -5, 5) },
  { op: 'clip cuts', f: (x) => core.clip(x, -0.5, 0.5), gradients: false },
  { op: 'stopGradient', f: core.stopGradient, gradients: false },
  { op: 'cast to int32', f: (x) => core.cast(x, 'int32'), from: -9, to: 9 },
  { op: 'cast to bool', f: (x) => core.cast(x, 'bool') },
];

interface BinaryRow {
  readonly op: string;
  readonly f: Binary;
  readonly from?: number;
  readonly to?: number;
  readonly gradients?: boolean;
  /** Whether int32 operands are a case; default true. */
  readonly whole?: boolean;
}

const binaryRows: readonly BinaryRow[] = [
  { op: 'add', f: core.add as Binary },
  { op: 'sub', f: core.sub as Binary },
  { op: 'mul', f: core.mul as Binary },
  { op: 'div', f: core.div as Binary, from: 0.5, whole: false },
  { op: 'pow', f: core.pow as Binary, from: 0.5, whole: false },
  { op: 'atan2', f: core.atan2 as Binary, from: 0.5, whole: false },
  { op: 'prelu', f: core.prelu as Binary, from: 0.2, whole: false },
  { op: 'prelu below 0', f: core.prelu as Binary, to: -0.2, whole: false },
  { op: 'maximum', f: core.maximum as Binary, gradients: false },
  { op: 'minimum', f: core.minimum as Binary, gradients: false },
  { op: 'squaredDifference', f: core.squaredDifference as Binary },
  { op: 'mod', f: core.mod as Binary, gradients: false, whole: false },
  { op: 'floorDiv', f: core.floorDiv as Binary, gradients: false, whole: false },
  { op: 'equal', f: core.equal as Binary },
  { op: 'notEqual', f: core.notEqual as Binary },
  { op: 'less', f: core.less as Binary },
  { op: 'lessEqual', f: core.lessEqual as Binary },
  { op: 'greater', f: core.greater as Binary },
  { op: 'greaterEqual', f: core.greaterEqual as Binary },
];

/** Pairs of shapes that broadcast: equal, scalar, bias, column, both stretched, empty. */
const shapePairs: readonly (readonly [readonly number[], readonly number[]])[] = [
  [[7], [7]],
  [[2, 3], []],
  [[], [5]],
  [[4, 5], [5]],
  [
    [4, 5],
    [4, 1],
  ],
  [
    [3, 1, 5],
    [2, 1],
  ],
  [
    [2, 1, 3, 1],
    [4, 1, 5],
  ],
  [[0, 3], [3]],
];

const boolPairs: readonly (readonly [string, (a: Tensor, b: Tensor) => Tensor])[] = [
  ['logicalAnd', (a, b) => core.logicalAnd(a, b)],
  ['logicalOr', (a, b) => core.logicalOr(a, b)],
  ['logicalXor', (a, b) => core.logicalXor(a, b)],
  ['equal: bool', (a, b) => core.equal(a, b)],
  ['notEqual: bool', (a, b) => core.notEqual(a, b)],
];

/** Ops that leave whole numbers whole. */
const wholeRows: readonly (readonly [string, (x: Tensor) => Tensor])[] = [
  ['abs', core.abs],
  ['neg', core.neg],
  ['sign', core.sign],
  ['square', core.square],
  ['relu', core.relu],
  ['relu6', core.relu6],
  ['step', core.step],
];

const within = ({ from, to }: { from?: number; to?: number }) => ({
  ...(from !== undefined && { from }),
  ...(to !== undefined && { to }),
});

const unaryCases: OpCase[] = unaryRows.flatMap((row) => [
  ...[[37], [2, 3, 5], [], [0, 4]].map((shape) => ({
    name: `${row.op}: ${JSON.stringify(shape)}`,
    inputs: [{ shape, ...within(row) }],
    run: row.f,
    ...(row.gradients !== undefined && { gradients: row.gradients }),
  })),
  { name: `${row.op}: extremes`, inputs: [extremes], run: row.f, gradients: false },
]);

const binaryCases: OpCase[] = binaryRows.flatMap((row) => [
  ...shapePairs.map(([a, b]) => ({
    name: `${row.op}: ${JSON.stringify(a)} with ${JSON.stringify(b)}`,
    inputs: [
      { shape: a, ...within(row) },
      { shape: b, ...within(row) },
    ],
    run: row.f as (...inputs: Tensor[]) => Tensor,
    ...(row.gradients !== undefined && { gradients: row.gradients }),
  })),
  {
    name: `${row.op}: every pair of extremes`,
    inputs: [extremes, { shape: [17, 1], values: extremes.values as number[] }],
    run: row.f as (...inputs: Tensor[]) => Tensor,
    gradients: false,
  },
  {
    name: `${row.op}: with a number`,
    inputs: [{ shape: [5], ...within(row) }],
    run: (x: Tensor) => row.f(x, 1.5),
    ...(row.gradients !== undefined && { gradients: row.gradients }),
  },
  ...(row.whole === false
    ? []
    : [
        {
          name: `${row.op}: int32`,
          inputs: [
            { shape: [2, 3], dtype: 'int32' as const },
            { shape: [3], dtype: 'int32' as const },
          ],
          run: row.f as (...inputs: Tensor[]) => Tensor,
        },
      ]),
]);

/** Arithmetic, comparison, logic, choice, unary functions and activations. */
export const elementwiseCases: OpCase[] = [
  ...unaryCases,
  ...binaryCases,
  ...boolPairs.map(([name, f]) => ({
    name,
    inputs: [
      { shape: [4, 3], dtype: 'bool' as const },
      { shape: [3], dtype: 'bool' as const },
    ],
    run: f,
  })),
  { name: 'clip: open below', inputs: [{ shape: [23] }], run: (x) => core.clip(x, -Infinity, 0.5) },
  { name: 'clip: open above', inputs: [{ shape: [23] }], run: (x) => core.clip(x, -0.25, Infinity) },
  { name: 'clip: int32', inputs: [{ shape: [23], dtype: 'int32' }], run: (x) => core.clip(x, -2, 3) },
  {
    name: 'clip: int32, by bounds that are no whole numbers',
    inputs: [{ shape: [23], dtype: 'int32' }],
    run: (x) => core.clip(x, -2.5, 2 ** 33),
  },
  {
    name: 'clip: int32, by bounds between two whole numbers',
    inputs: [{ shape: [23], dtype: 'int32' }],
    run: (x) => core.clip(x, 0.25, 0.75),
  },
  { name: 'logicalNot', inputs: [{ shape: [9], dtype: 'bool' }], run: (x) => core.logicalNot(x) },
  {
    name: 'where: all three broadcast',
    inputs: [{ shape: [4, 1], dtype: 'bool' }, { shape: [3] }, { shape: [2, 1, 1] }],
    run: (c, a, b) => core.where(c, a, b),
  },
  {
    name: 'where: same shape, NaN not chosen',
    inputs: [
      { shape: [3], dtype: 'bool', values: [1, 0, 1] },
      { shape: [3], values: [1, nan, 3] },
      { shape: [3], values: [nan, 2, nan] },
    ],
    run: (c, a, b) => core.where(c, a, b),
    gradients: false,
  },
  {
    name: 'where: int32',
    inputs: [
      { shape: [5], dtype: 'bool' },
      { shape: [5], dtype: 'int32' },
      { shape: [], dtype: 'int32' },
    ],
    run: (c, a, b) => core.where(c, a, b),
  },
  {
    name: 'where: bool, of which one is stretched',
    inputs: [
      { shape: [21], dtype: 'bool' },
      { shape: [3, 21], dtype: 'bool' },
      { shape: [3, 1], dtype: 'bool' },
    ],
    run: (c, a, b) => core.where(c, a, b),
  },
  ...wholeRows.map(([op, f]) => ({
    name: `${op}: int32`,
    inputs: [
      { shape: [9], dtype: 'int32' as const, values: [0, 1, -1, 7, -7, 6, 5, 2147483647, -2147483648] },
    ],
    run: f,
  })),
  {
    name: 'squaredDifference: int32 wraps around',
    inputs: [
      { shape: [5], dtype: 'int32', values: [3, -3, 0, 100000, 2147483647] },
      { shape: [], dtype: 'int32', values: [-5] },
    ],
    run: (a, b) => core.squaredDifference(a, b),
  },
  ...[core.floorDiv, core.mod].map((f) => ({
    name: `${f.name}: int32, both signs and both ends`,
    inputs: [
      {
        shape: [9],
        dtype: 'int32' as const,
        values: [7, -7, 1, 0, -1, 2147483647, 2147483646, -2147483648, -2147483647],
      },
      {
        shape: [7, 1],
        dtype: 'int32' as const,
        values: [1, -1, 3, -3, 2147483647, -2147483648, -2147483647],
      },
    ],
    run: (a: Tensor, b: Tensor) => f(a, b),
  })),
  {
    name: 'add: int32 wraps around',
    inputs: [{ shape: [1], dtype: 'int32', values: [2147483647] }],
    run: (x) => core.add(x, 1),
  },
  {
    name: 'mul: int32 keeps the low bits',
    inputs: [{ shape: [2], dtype: 'int32', values: [123456789, -7] }],
    run: (x) => core.mul(x, 987654321),
  },
  {
    name: 'cast int32 to float32',
    inputs: [{ shape: [5], dtype: 'int32' }],
    run: (x) => core.cast(x, 'float32'),
  },
  {
    name: 'cast bool to float32',
    inputs: [{ shape: [5], dtype: 'bool' }],
    run: (x) => core.cast(x, 'float32'),
  },
  {
    name: 'cast: beyond int32 and NaN',
    inputs: [{ shape: [4], values: [1e20, -1e20, nan, inf] }],
    run: (x) => core.cast(x, 'int32'),
    gradients: false,
  },
];
