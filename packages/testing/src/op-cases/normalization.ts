import type { Tensor } from '@descent/core';
import * as core from '@descent/core';
import type { OpCase } from '../op-case.js';

const { POSITIVE_INFINITY: inf, NaN: nan } = Number;

/** x, mean, variance, offset and scale of batchNorm, the last four of one shape. */
const batchNormInputs = (shape: readonly number[], parameters: readonly number[]) => [
  { shape },
  { shape: parameters },
  { shape: parameters, from: 0.5, to: 2 },
  { shape: parameters },
  { shape: parameters },
];
const batchNormOf = (x: Tensor, mean: Tensor, variance: Tensor, offset: Tensor, scale: Tensor): Tensor =>
  core.batchNorm(x, mean, variance, { offset, scale, epsilon: 0.1 });

/** The gradient of the sum of squares of f(x), as an op: its own gradient is then checked too. */
const slopeOf =
  (f: (x: Tensor) => Tensor) =>
  (x: Tensor): Tensor =>
    core.grad((given: Tensor) => core.sum(core.mul(core.square(f(given)), f(given)) as Tensor))(x);

const parameterShapes: readonly (readonly [readonly number[], readonly number[]])[] = [
  [[3, 4], [4]],
  [[5, 3], [3]],
  [[2, 3, 2, 5], [5]],
  [
    [2, 2, 3, 1],
    [1, 1, 1, 1],
  ],
  [[7], []],
  [
    [3, 4],
    [3, 1],
  ],
  [
    [2, 3],
    [2, 3],
  ],
  [[0, 3], [3]],
];

const rowShapes: readonly (readonly number[])[] = [[6], [3, 4], [2, 3, 5], [4, 17], [0, 3], [2, 0]];

/** Batch and layer normalisation, with parameters of every shape, and the moments they need. */
export const normalizationCases: OpCase[] = [
  ...parameterShapes.map(
    ([shape, parameters]): OpCase => ({
      name: `batchNorm: ${JSON.stringify(shape)} by ${JSON.stringify(parameters)}`,
      inputs: batchNormInputs(shape, parameters),
      run: batchNormOf,
    }),
  ),
  {
    name: 'batchNorm: parameters of different shapes',
    inputs: [
      { shape: [2, 3, 4] },
      { shape: [4] },
      { shape: [3, 1], from: 0.5, to: 2 },
      { shape: [] },
      { shape: [2, 1, 4] },
    ],
    run: batchNormOf,
  },
  {
    name: 'batchNorm: without scale and offset, of int32',
    inputs: [{ shape: [3, 2], dtype: 'int32' }, { shape: [2] }, { shape: [2], from: 0.5, to: 2 }],
    run: (x, mean, variance) => core.batchNorm(x, mean, variance),
  },
  {
    name: 'batchNorm: NaN and infinities',
    inputs: [
      { shape: [2, 4], values: [nan, inf, 1, 2, -inf, 0, 1, 2] },
      { shape: [4], values: [0, 0, nan, 0] },
      { shape: [4], values: [1, 1, 1, inf] },
    ],
    run: (x, mean, variance) => core.batchNorm(x, mean, variance),
    gradients: false,
  },
  {
    name: 'batchNorm: many elements',
    inputs: batchNormInputs([4001, 19], [19]),
    run: batchNormOf,
    gradients: false,
  },
  {
    name: 'batchNorm: in training, by the moments of the batch',
    inputs: [{ shape: [4, 3] }, { shape: [3] }, { shape: [3] }],
    run: (x, offset, scale) =>
      core.scope(() => {
        const { mean, variance } = core.moments(x, [0]);
        return core.batchNorm(x, mean, variance, { offset, scale });
      }),
  },
  {
    name: 'batchNorm: its gradient',
    inputs: [{ shape: [3, 2] }],
    run: slopeOf((x) => {
      const { mean, variance } = core.moments(x, [0]);
      return core.batchNorm(x, mean, variance, { epsilon: 0.5 });
    }),
  },
  ...rowShapes.map(
    (shape): OpCase => ({
      name: `layerNorm: ${JSON.stringify(shape)}`,
      inputs: [{ shape }, { shape: shape.slice(-1) }, { shape: shape.slice(-1) }],
      run: (x, offset, scale) => core.layerNorm(x, { offset, scale, epsilon: 0.1 }),
    }),
  ),
  {
    name: 'layerNorm: without scale and offset, of int32',
    inputs: [{ shape: [3, 5], dtype: 'int32' }],
    run: (x) => core.layerNorm(x),
  },
  {
    name: 'layerNorm: far from 0',
    inputs: [{ shape: [2, 37], from: 4096, to: 4100 }],
    run: (x) => core.layerNorm(x),
    gradients: false,
  },
  {
    name: 'layerNorm: NaN and infinities stay in their row',
    inputs: [{ shape: [3, 2], values: [nan, 1, inf, 1, 2, 1] }],
    run: (x) => core.layerNorm(x),
    gradients: false,
  },
  ...['1e-30', '1e-22', '1e19', '1e25', '1e38'].map(
    (size): OpCase => ({
      name: `layerNorm: of the size of ${size}`,
      inputs: [{ shape: [3, 37], from: -Number(size), to: 3 * Number(size) }],
      run: (x) => core.layerNorm(x, { epsilon: 0 }),
      gradients: false,
    }),
  ),
  ...['2e-38', '1e-25', '1e25', '1e37'].map(
    (size): OpCase => ({
      name: `layerNorm: gradients of the size of ${size}`,
      inputs: [{ shape: [3, 37], from: -Number(size), to: 3 * Number(size) }],
      run: (dy) =>
        core.scope(() => {
          const x = core.linspace(-1, 2, 3 * 37).reshape([3, 37]) as Tensor;
          using run = core.vjp((given: Tensor) => core.square(core.layerNorm(given)), x);
          return core.div(run.pullback(dy)[0], Number(size)) as Tensor;
        }),
      gradients: false,
    }),
  ),
  {
    name: 'layerNorm: many elements',
    inputs: [{ shape: [501, 133] }],
    run: (x) => core.layerNorm(x),
    gradients: false,
  },
  {
    name: 'layerNorm: its gradient, of many elements',
    inputs: [{ shape: [501, 133] }],
    run: (x) => core.grad((given: Tensor) => core.sum(core.mul(core.layerNorm(given), given) as Tensor))(x),
    gradients: false,
  },
  {
    name: 'layerNorm: its gradient',
    inputs: [{ shape: [2, 4] }],
    run: slopeOf((x) => core.layerNorm(x, { epsilon: 0.5 })),
  },
  ...(['mean', 'variance'] as const).flatMap((which): OpCase[] => [
    {
      name: `moments: ${which}`,
      inputs: [{ shape: [2, 3, 4] }],
      run: (x) => core.scope(() => core.moments(x, [0, 2])[which]),
    },
    {
      name: `moments: ${which}, kept`,
      inputs: [{ shape: [3, 5] }],
      run: (x) => core.scope(() => core.moments(x, -1, { keepDims: true })[which] as Tensor),
    },
  ]),
];
