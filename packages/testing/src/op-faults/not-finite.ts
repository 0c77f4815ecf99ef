import type { Tensor } from '@descent/core';
import * as core from '@descent/core';
import type { Answer, AnsweredCall, FaultCase } from '../fault-case.js';
import type { CaseInput } from '../op-case.js';

const { POSITIVE_INFINITY: inf, NaN: nan } = Number;
const row = (...values: number[]): CaseInput => ({ shape: [values.length], values });
const floats = (...values: number[]): Answer => ({ values });
const scalar = (value: number): Answer => ({ shape: [], values: [value] });

interface ValueRow {
  readonly what: string;
  readonly inputs: readonly CaseInput[];
  readonly run: AnsweredCall['run'];
  readonly gives: Answer;
}

const softmaxRows: readonly ValueRow[] = [
  { what: 'softmax of 1e4', inputs: [row(1e4, 1e4)], run: (x) => core.softmax(x), gives: floats(0.5, 0.5) },
  {
    what: 'softmax of -1e4',
    inputs: [row(-1e4, -1e4)],
    run: (x) => core.softmax(x),
    gives: floats(0.5, 0.5),
  },
  {
    what: 'softmax of 1e4 and -1e4',
    inputs: [row(1e4, -1e4)],
    run: (x) => core.softmax(x),
    gives: floats(1, 0),
  },
  {
    what: 'softmax with one -Infinity',
    inputs: [row(-inf, 3)],
    run: (x) => core.softmax(x),
    gives: floats(0, 1),
  },
  {
    what: 'softmax of all -Infinity',
    inputs: [row(-inf, -inf)],
    run: (x) => core.softmax(x),
    gives: floats(nan, nan),
  },
  {
    what: 'softmax with one Infinity',
    inputs: [row(inf, 0)],
    run: (x) => core.softmax(x),
    gives: floats(nan, nan),
  },
  {
    what: 'logSoftmax of 1e4 and -1e4',
    inputs: [row(1e4, -1e4)],
    run: (x) => core.logSoftmax(x),
    gives: floats(0, -2e4),
  },
  {
    what: 'logSoftmax with one -Infinity',
    inputs: [row(-inf, 3)],
    run: (x) => core.logSoftmax(x),
    gives: floats(-inf, 0),
  },
  {
    what: 'logSoftmax of all -Infinity',
    inputs: [row(-inf, -inf)],
    run: (x) => core.logSoftmax(x),
    gives: floats(nan, nan),
  },
  {
    what: 'logSumExp of 1e4',
    inputs: [row(1e4, 1e4)],
    run: (x) => core.logSumExp(x),
    gives: scalar(1e4 + Math.LN2),
  },
  {
    what: 'logSumExp of -1e4',
    inputs: [row(-1e4, -1e4)],
    run: (x) => core.logSumExp(x),
    gives: scalar(-1e4 + Math.LN2),
  },
  {
    what: 'logSumExp of all -Infinity',
    inputs: [row(-inf, -inf)],
    run: (x) => core.logSumExp(x),
    gives: scalar(-inf),
  },
  {
    what: 'logSumExp with one Infinity',
    inputs: [row(inf, 0)],
    run: (x) => core.logSumExp(x),
    gives: scalar(inf),
  },
  {
    what: 'logSumExp with one -Infinity',
    inputs: [row(-inf, 3)],
    run: (x) => core.logSumExp(x),
    gives: scalar(3),
  },
  {
    what: 'gradient of logSumExp with one -Infinity',
    inputs: [row(-inf, 3)],
    run: (x) => core.grad((y: Tensor) => core.logSumExp(y))(x),
    gives: floats(0, 1),
  },
  {
    what: 'gradient of logSumExp of 1e4',
    inputs: [row(1e4, 1e4)],
    run: (x) => core.grad((y: Tensor) => core.logSumExp(y))(x),
    gives: floats(0.5, 0.5),
  },
];

/** Activations far out. */
const activationRows: readonly ValueRow[] = [
  {
    what: 'sparsemax with -Infinity',
    inputs: [row(2, -inf, 2)],
    run: (x) => core.sparsemax(x),
    gives: floats(0.5, 0, 0.5),
  },
  {
    what: 'sparsemax of all -Infinity',
    inputs: [row(-inf, -inf)],
    run: (x) => core.sparsemax(x),
    gives: floats(nan, nan),
  },
  {
    what: 'hardSilu of -Infinity and Infinity',
    inputs: [row(-inf, inf)],
    run: (x) => core.hardSilu(x),
    gives: floats(-0, inf),
  },
  {
    what: 'sparsePlus of -Infinity and Infinity',
    inputs: [row(-inf, inf)],
    run: (x) => core.sparsePlus(x),
    gives: floats(0, inf),
  },
  {
    what: 'gradient of sparsePlus of -Infinity and Infinity',
    inputs: [row(-inf, inf)],
    run: (x) => core.grad((y: Tensor) => core.sparsePlus(y).sum())(x),
    gives: floats(0, 1),
  },
  {
    what: 'squareplus of -1e30 and 1e30, whose squares overflow',
    inputs: [row(-1e30, 1e30)],
    run: (x) => core.squareplus(x),
    gives: floats(0, Math.fround(1e30)),
  },
  {
    what: 'gradient of squareplus at 0',
    inputs: [row(0)],
    run: (x) => core.grad((y: Tensor) => core.squareplus(y).sum())(x),
    gives: floats(0.5),
  },
];

const impossible: CaseInput = { shape: [1, 2], values: [-inf, 3] };
const second: CaseInput = { shape: [1, 2], values: [0, 1] };

const crossEntropyRows: readonly ValueRow[] = [
  {
    what: 'softmaxCrossEntropy where a class is impossible',
    inputs: [impossible, second],
    run: (z, t) => core.softmaxCrossEntropy(z, t),
    gives: floats(0),
  },
  {
    what: 'softmaxCrossEntropy where the impossible happened',
    inputs: [{ shape: [1, 2], values: [3, -inf] }, second],
    run: (z, t) => core.softmaxCrossEntropy(z, t),
    gives: floats(inf),
  },
  {
    what: 'gradient of softmaxCrossEntropy where a class is impossible',
    inputs: [impossible, second],
    run: (z, t) => core.grad((x: Tensor) => core.softmaxCrossEntropy(x, t).sum())(z),
    gives: { shape: [1, 2], values: [0, 0] },
  },
  {
    what: 'softmaxCrossEntropy of 1e4',
    inputs: [{ shape: [1, 2], values: [1e4, -1e4] }, second],
    run: (z, t) => core.softmaxCrossEntropy(z, t),
    gives: floats(2e4),
  },
];

const ieeeRows: readonly ValueRow[] = [
  {
    what: 'log of 0, -0, -1',
    inputs: [row(0, -0, -1)],
    run: (x) => core.log(x),
    gives: floats(-inf, -inf, nan),
  },
  { what: 'log1p of -1, -2', inputs: [row(-1, -2)], run: (x) => core.log1p(x), gives: floats(-inf, nan) },
  {
    what: 'asin of 2, acos of -2, acosh of 0, atanh of 1, -1, 2',
    inputs: [row(2), row(-2), row(0), row(1, -1, 2)],
    run: (a, b, c, d) => core.concat([core.asin(a), core.acos(b), core.acosh(c), core.atanh(d)] as never),
    gives: floats(nan, nan, nan, inf, -inf, nan),
  },
  {
    what: 'atan2 of zeros and infinities',
    inputs: [row(0, -0, 0, -0, inf, inf, -inf, 1), row(0, 0, -0, -0, inf, -inf, -inf, -inf)],
    run: (y, x) => core.atan2(y, x),
    gives: floats(0, -0, Math.PI, -Math.PI, Math.PI / 4, (3 * Math.PI) / 4, (-3 * Math.PI) / 4, Math.PI),
  },
  { what: 'sqrt of -1, -0', inputs: [row(-1, -0)], run: (x) => core.sqrt(x), gives: floats(nan, -0) },
  {
    what: 'rsqrt of 0, -0, -1',
    inputs: [row(0, -0, -1)],
    run: (x) => core.rsqrt(x),
    gives: floats(inf, -inf, nan),
  },
  {
    what: 'reciprocal of 0, -0',
    inputs: [row(0, -0)],
    run: (x) => core.reciprocal(x),
    gives: floats(inf, -inf),
  },
  { what: '0 · Infinity', inputs: [row(0), row(inf)], run: (x, y) => core.mul(x, y), gives: floats(nan) },
  {
    what: '0 / 0, 1 / 0, 1 / -0',
    inputs: [row(0, 1, 1), row(0, 0, -0)],
    run: (x, y) => core.div(x, y),
    gives: floats(nan, inf, -inf),
  },
  {
    what: 'Infinity - Infinity',
    inputs: [row(inf), row(inf)],
    run: (x, y) => core.sub(x, y),
    gives: floats(nan),
  },
  { what: 'exp of 89, -200', inputs: [row(89, -200)], run: (x) => core.exp(x), gives: floats(inf, 0) },
  {
    what: 'pow of 0 and 0, -8 and 1/3, 1 and NaN',
    inputs: [row(0, -8, 1), row(0, 1 / 3, nan)],
    run: (x, y) => core.pow(x, y),
    gives: floats(1, nan, 1),
  },
  {
    what: 'sum of Infinity and -Infinity',
    inputs: [row(inf, -inf)],
    run: (x) => core.sum(x),
    gives: scalar(nan),
  },
  {
    what: 'comparisons with NaN: only notEqual',
    inputs: [row(nan), row(nan)],
    run: (a, b) =>
      core.concat([core.equal, core.less, core.greaterEqual, core.notEqual].map((f) => f(a, b)) as never),
    gives: { dtype: 'bool', values: [0, 0, 0, 1] },
  },
  {
    what: 'NaN behind a condition has no effect, and gets no gradient',
    inputs: [row(0, 4)],
    run: (x) =>
      core.grad((y: Tensor) =>
        (core.where(core.greater(y, 0) as never, core.sqrt(core.maximum(y, 1) as Tensor), 0) as Tensor).sum(),
      )(x),
    gives: floats(0, 0.25),
  },
];

/** The norm of x, and with a floor under the square. */
const norm = (x: Tensor): Tensor => core.sqrt(core.sum(core.square(x)));
const safeNorm = (x: Tensor): Tensor => core.sqrt(core.maximum(core.sum(core.square(x)), 1e-12) as Tensor);
const deviation = (x: Tensor): Tensor => core.sqrt(core.variance(x));

const slopeRows: readonly ValueRow[] = [
  {
    what: 'gradient of the norm of zeros: NaN, as sqrt says',
    inputs: [row(0, 0)],
    run: (x) => core.grad(norm)(x),
    gives: floats(nan, nan),
  },
  {
    what: 'gradient of the norm of zeros, with a floor: 0',
    inputs: [row(0, 0)],
    run: (x) => core.grad(safeNorm)(x),
    gives: floats(0, 0),
  },
  {
    what: 'gradient of the standard deviation of one sample: NaN, as sqrt says',
    inputs: [row(3)],
    run: (x) => core.grad(deviation)(x),
    gives: floats(nan),
  },
  { what: 'variance of one sample', inputs: [row(3)], run: (x) => core.variance(x), gives: scalar(0) },
  {
    what: 'variance of one sample, corrected',
    inputs: [row(3)],
    run: (x) => core.variance(x, undefined, { correction: 1 }),
    gives: scalar(nan),
  },
  {
    what: 'gradient of the variance of one sample',
    inputs: [row(3)],
    run: (x) => core.grad((y: Tensor) => core.variance(y))(x),
    gives: floats(0),
  },
];

/** Normalised by the moments of the batch, as in training. */
const batchNormed = (x: Tensor): Tensor => {
  const { mean, variance } = core.moments(x, [0]);
  return core.batchNorm(x, mean, variance, { offset: core.tensor([5]) });
};

const normalizationRows: readonly ValueRow[] = [
  {
    what: 'batchNorm of a batch of one is the offset',
    inputs: [{ shape: [1, 1], values: [7] }],
    run: batchNormed,
    gives: { shape: [1, 1], values: [5] },
  },
  {
    what: 'gradient of batchNorm of a batch of one',
    inputs: [{ shape: [1, 1], values: [7] }],
    run: (x) => core.grad((y: Tensor) => batchNormed(y).sum())(x),
    gives: { shape: [1, 1], values: [0] },
  },
  {
    what: 'batchNorm takes a variance of -1e-9 for 0',
    inputs: [row(3), row(1), row(-1e-9)],
    run: (x, mean, variance) => core.batchNorm(x, mean, variance, { epsilon: 0 }),
    gives: floats(inf),
  },
  {
    what: 'the gradient of batchNorm leaves a variance of -1e-9 alone',
    inputs: [row(3), row(1), row(-1e-9)],
    run: (x, mean, variance) =>
      core.grad((v: Tensor) => core.batchNorm(x, mean, v, { epsilon: 1 }).sum())(variance),
    gives: floats(0),
  },
  {
    what: 'layerNorm of a row of equal values, with epsilon 0: 0 by 0',
    inputs: [row(3, 3)],
    run: (x) => core.layerNorm(x, { epsilon: 0 }),
    gives: floats(nan, nan),
  },
  {
    what: 'layerNorm of a row of equal values',
    inputs: [row(3, 3)],
    run: (x) => core.layerNorm(x),
    gives: floats(0, 0),
  },
  {
    what: 'gradient of layerNorm of a row of equal values',
    inputs: [row(3, 3)],
    run: (x) => core.grad((y: Tensor) => core.layerNorm(y).sum())(x),
    gives: floats(0, 0),
  },
];

const numbered = (number: string, rows: readonly ValueRow[]): FaultCase[] =>
  rows.map(({ what, ...call }) => ({ name: `${number}: ${what}`, ...call }));

/** What infinities, NaN and values without a slope come to. */
export const notFiniteFaults: FaultCase[] = [
  ...numbered('F34', softmaxRows),
  ...numbered('F34', activationRows),
  ...numbered('F34', crossEntropyRows),
  ...numbered('F35', ieeeRows),
  ...numbered('F36', slopeRows),
  ...numbered('F37', normalizationRows),
];
