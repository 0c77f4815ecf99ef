import {
  conv2d,
  layerNorm,
  max,
  mean,
  prod,
  referenceBackend,
  softmax,
  softmaxCrossEntropy,
  sum,
} from '@descent/core';
import { type OpCase, opCases, opContract } from '@descent/testing';
import { asHardware } from './test-support.js';

/** Ops whose kernels are others on hardware. */
const otherwise =
  /^(matmul|einsum|conv\w*|separableConv2d|sum|mean|max|min|prod|all|any|logSumExp|variance|moments|softmax|logSoftmax|softmaxCrossEntropy|layerNorm):/;

/** Convolutions by fours, reductions along either kind of axis, whole and in parts, and long rows: few of the usual cases are. */
const rows: readonly OpCase[] = [
  {
    name: 'conv2d: channels in fours, padding same',
    inputs: [{ shape: [2, 6, 7, 8] }, { shape: [3, 3, 8, 4], from: 0, to: 0.5 }],
    run: (x, w) => conv2d(x as never, w as never, { padding: 'same' }),
  },
  ...[
    { shape: [5000], axis: 0 },
    { shape: [7, 130], axis: 1 },
    { shape: [900, 3], axis: 0 },
    { shape: [90, 70], axis: 0 },
    { shape: [3, 50, 4, 40], axis: [1, 3] },
    { shape: [120_000, 1], axis: [0, 1] },
  ].map(
    ({ shape, axis }): OpCase => ({
      name: `sum: ${JSON.stringify(shape)} along ${JSON.stringify(axis)}`,
      inputs: [{ shape, from: 0, to: 1 }],
      run: (x) => sum(x, axis as number),
      gradients: false,
    }),
  ),
  {
    name: 'conv2d: an empty batch',
    inputs: [{ shape: [0, 5, 5, 1] }, { shape: [3, 3, 1, 2] }],
    run: (x, w) => conv2d(x as never, w as never),
  },
  {
    name: 'max: NaN and infinities in long rows',
    inputs: [
      {
        shape: [3, 100],
        values: Array.from({ length: 300 }, (_, i) => [Number.NaN, -Infinity][i - 120] ?? -i),
      },
    ],
    run: (x) => max(x, 1),
    gradients: false,
  },
  {
    name: 'prod: long rows of int32',
    inputs: [{ shape: [4, 70], dtype: 'int32', from: -1, to: 2 }],
    run: (x) => prod(x, 1),
  },
  { name: 'mean: of a long vector', inputs: [{ shape: [1000] }], run: (x) => mean(x) },
  { name: 'softmax: long rows', inputs: [{ shape: [3, 700] }], run: (x) => softmax(x) },
  {
    name: 'softmax: a row that is too long for one workgroup',
    inputs: [{ shape: [1, 9000] }],
    run: (x) => softmax(x),
  },
  {
    name: 'softmaxCrossEntropy: long rows',
    inputs: [{ shape: [5, 90] }, { shape: [5, 90], from: 0, to: 1 }],
    run: (z, t) => softmaxCrossEntropy(z, t),
  },
  { name: 'layerNorm: long rows', inputs: [{ shape: [4, 200] }], run: (x) => layerNorm(x) },
  {
    name: 'conv2d: channels in fours, strides and dilations',
    inputs: [{ shape: [1, 9, 10, 4] }, { shape: [2, 3, 4, 12] }],
    run: (x, w) => conv2d(x as never, w as never, { padding: 2, strides: [2, 1], dilations: [1, 2] }),
  },
  {
    name: 'conv2d: one channel in, three out',
    inputs: [{ shape: [2, 8, 9, 1] }, { shape: [3, 3, 1, 3] }],
    run: (x, w) => conv2d(x as never, w as never, { padding: 'same' }),
  },
];

const usual = opCases.filter(({ name }) => otherwise.test(name));

opContract('node-gpu as hardware', [...rows, ...usual], {
  reference: () => referenceBackend(),
  backend: () => asHardware(),
  differences: { 'layerNorm: gradients of the size of 2e-38': 'numbers below 1.2e-38 count as 0' },
});
