import type { Tensor } from '@descent/core';
import * as core from '@descent/core';
import type { OpCase } from '../op-case.js';

type Axis = number | readonly number[] | undefined;
type Reduction = (x: Tensor, axis: Axis, options: { keepDims: boolean }) => Tensor;

const reductions: Readonly<Record<string, Reduction>> = {
  sum: core.sum as Reduction,
  mean: core.mean as Reduction,
  max: core.max as Reduction,
  min: core.min as Reduction,
  prod: core.prod as Reduction,
  logSumExp: core.logSumExp as Reduction,
  variance: core.variance as Reduction,
};

const shapes: readonly (readonly [readonly number[], readonly Axis[]])[] = [
  [[7], [undefined, 0]],
  [
    [3, 5],
    [undefined, 0, -1, [0, 1]],
  ],
  [
    [2, 3, 4],
    [1, [0, 2], -1],
  ],
  [
    [2, 1, 3, 2],
    [[1, 3], 2],
  ],
];

/** Values far enough apart that a small step does not change which is the largest. */
const spread = (size: number): number[] => Array.from({ length: size }, (_, i) => ((i * 37) % 101) / 25 - 2);
const sizeOf = (shape: readonly number[]): number => shape.reduce((product, n) => product * n, 1);

const { POSITIVE_INFINITY: inf, NaN: nan } = Number;

/** Reductions along every kind of axes, softmax and cross-entropy, and the largest index. */
export const reductionCases: OpCase[] = [
  ...Object.entries(reductions).flatMap(([name, reduce]) =>
    shapes.flatMap(([shape, axes]) =>
      axes.flatMap((axis) =>
        [false, true].map((keepDims) => ({
          name: `${name}: ${JSON.stringify(shape)} along ${JSON.stringify(axis) ?? 'all'}${keepDims ? ', kept' : ''}`,
          inputs: [{ shape, values: spread(sizeOf(shape)) }],
          run: (x: Tensor) => reduce(x, axis, { keepDims }),
        })),
      ),
    ),
  ),
  ...['sum', 'max', 'min', 'prod'].map((name) => ({
    name: `${name}: int32`,
    inputs: [{ shape: [3, 4], dtype: 'int32' as const }],
    run: (x: Tensor) => (reductions[name] as Reduction)(x, 1, { keepDims: false }),
  })),
  ...['sum', 'mean', 'max', 'min'].map((name) => ({
    name: `${name}: NaN and infinities`,
    inputs: [{ shape: [3, 2], values: [1, nan, inf, 2, -inf, -inf] }],
    run: (x: Tensor) => (reductions[name] as Reduction)(x, 1, { keepDims: false }),
    gradients: false,
  })),
  ...['sum', 'mean', 'prod'].map((name) => ({
    name: `${name}: over an empty axis`,
    inputs: [{ shape: [2, 0] }],
    run: (x: Tensor) => (reductions[name] as Reduction)(x, 1, { keepDims: false }),
  })),
  ...['sum', 'mean', 'max'].map((name) => ({
    name: `${name}: beside an empty axis`,
    inputs: [{ shape: [0, 3] }],
    run: (x: Tensor) => (reductions[name] as Reduction)(x, 1, { keepDims: false }),
  })),
  {
    name: 'prod: one and two zeros',
    inputs: [{ shape: [2, 3], values: [0, 2, 3, 0, 0, 5] }],
    run: (x) => core.prod(x, 1),
  },
  { name: 'sum: many elements', inputs: [{ shape: [10_007] }], run: (x) => core.sum(x), gradients: false },
  {
    name: 'max: ties',
    inputs: [{ shape: [4], values: [1, 3, 3, 0] }],
    run: (x) => core.max(x),
    gradients: false,
  },
  ...[core.argMax, core.argMin].flatMap((f) => [
    { name: `${f.name}: last axis`, inputs: [{ shape: [3, 7] }], run: (x: Tensor) => f(x) },
    { name: `${f.name}: inner axis`, inputs: [{ shape: [2, 5, 3] }], run: (x: Tensor) => f(x, 1) },
    {
      name: `${f.name}: ties and NaN`,
      inputs: [{ shape: [2, 4], values: [1, 3, 3, 1, 2, nan, 5, nan] }],
      run: (x: Tensor) => f(x),
      gradients: false,
    },
    {
      name: `${f.name}: int32`,
      inputs: [{ shape: [3, 4], dtype: 'int32' as const }],
      run: (x: Tensor) => f(x, 0),
    },
    {
      name: `${f.name}: int32 that float32 cannot tell apart`,
      inputs: [
        { shape: [4], dtype: 'int32' as const, values: [2147483646, 2147483647, -2147483648, -2147483647] },
      ],
      run: (x: Tensor) => f(x),
    },
  ]),
  ...[core.all, core.any].flatMap((f) => [
    {
      name: `${f.name}: along an axis`,
      inputs: [{ shape: [4, 3], dtype: 'bool' as const }],
      run: (x: Tensor) => f(x, 1),
    },
    {
      name: `${f.name}: of everything`,
      inputs: [{ shape: [2, 2], dtype: 'bool' as const }],
      run: (x: Tensor) => f(x),
    },
  ]),
  ...[core.softmax, core.logSoftmax].flatMap((f) => [
    { name: `${f.name}: rows`, inputs: [{ shape: [3, 10] }], run: (x: Tensor) => f(x) },
    { name: `${f.name}: odd row`, inputs: [{ shape: [7] }], run: (x: Tensor) => f(x) },
    { name: `${f.name}: inner axis`, inputs: [{ shape: [2, 5, 3] }], run: (x: Tensor) => f(x, 1) },
    {
      name: `${f.name}: far logits`,
      inputs: [{ shape: [2, 3], values: [400, -400, 0, -1e4, 1e4, 1e4] }],
      run: (x: Tensor) => f(x),
      gradients: false,
    },
    {
      name: `${f.name}: infinities`,
      inputs: [{ shape: [3, 2], values: [-inf, 0, -inf, -inf, inf, 0] }],
      run: (x: Tensor) => f(x),
      gradients: false,
    },
    {
      name: `${f.name}: long rows`,
      inputs: [{ shape: [3, 1009], from: -20, to: 20 }],
      run: (x: Tensor) => f(x),
      gradients: false,
    },
    { name: `${f.name}: no rows`, inputs: [{ shape: [0, 4] }], run: (x: Tensor) => f(x) },
  ]),
  ...([[4, 3], [2, 3, 5], [5, 17], [7], [0, 3], [3, 0]] as const).map(
    (shape): OpCase => ({
      name: `softmaxCrossEntropy: ${JSON.stringify(shape)}`,
      inputs: [{ shape }, { shape, from: 0.1, to: 1 }],
      run: (z, t) => core.softmaxCrossEntropy(z, t),
    }),
  ),
  {
    name: 'softmaxCrossEntropy: its gradient',
    inputs: [{ shape: [2, 3] }, { shape: [2, 3], from: 0.1, to: 1 }],
    run: (z, t) => core.grad((x: Tensor) => core.square(core.softmaxCrossEntropy(x, t)).sum())(z),
  },
  {
    name: 'softmaxCrossEntropy: large logits, one-hot',
    inputs: [
      { shape: [3, 3], values: [200, -200, 0, -1e4, 1e4, 0, 3, 3, 3] },
      { shape: [3, 3], values: [0, 1, 0, 0, 1, 0, 0, 0, 1] },
    ],
    run: (z, t) => core.softmaxCrossEntropy(z, t),
    gradients: false,
  },
  {
    name: 'softmaxCrossEntropy: NaN and infinities',
    inputs: [
      { shape: [4, 2], values: [nan, 0, -inf, 0, inf, 0, -inf, -inf] },
      { shape: [4, 2], values: [0, 1, 0, 1, 0, 1, 0, 1] },
    ],
    run: (z, t) => core.softmaxCrossEntropy(z, t),
    gradients: false,
  },
  {
    name: 'softmaxCrossEntropy: many elements, and their gradient',
    inputs: [{ shape: [5001, 13] }, { shape: [5001, 13], from: 0, to: 0.1 }],
    run: (z, t) => core.grad((x: Tensor) => core.softmaxCrossEntropy(x, t).sum())(z),
    gradients: false,
  },
  {
    name: 'softmaxCrossEntropy: long rows',
    inputs: [
      { shape: [3, 1009], from: -20, to: 20 },
      { shape: [3, 1009], from: 0, to: 0.1 },
    ],
    run: (z, t) => core.softmaxCrossEntropy(z, t),
    gradients: false,
  },
  {
    name: 'softmaxCrossEntropy: the gradient of long rows',
    inputs: [
      { shape: [3, 1009], from: -20, to: 20 },
      // Shares of 1 in all: where a share and its probability all but cancel, float32 keeps no digits of larger ones.
      { shape: [3, 1009], from: 0, to: 0.002 },
    ],
    run: (z, t) => core.grad((x: Tensor) => core.square(core.softmaxCrossEntropy(x, t)).sum())(z),
    gradients: false,
  },
  {
    name: 'softmaxCrossEntropy: NaN and infinities in long rows',
    inputs: [
      {
        shape: [4, 100],
        values: Array.from(
          { length: 400 },
          (_, i) => ({ 5: nan, 150: -inf, 250: inf })[i] ?? (i >= 300 ? -inf : i % 7),
        ),
      },
      { shape: [4, 100], values: Array.from({ length: 400 }, (_, i) => (i % 10 === 1 ? 0.1 : 0)) },
    ],
    run: (z, t) => core.softmaxCrossEntropy(z, t),
    gradients: false,
  },
];
