import type { Tensor } from '@descent/core';
import * as core from '@descent/core';
import type { OpCase } from '../op-case.js';

const { POSITIVE_INFINITY: inf, NaN: nan } = Number;

const scanOptions = [{}, { exclusive: true }, { reverse: true }, { exclusive: true, reverse: true }];

const scanShapes: readonly (readonly [readonly number[], number])[] = [
  [[7], 0],
  [[1], 0],
  [[3, 5], 0],
  [[3, 5], -1],
  [[2, 4, 3], 1],
];

const scanCases: readonly OpCase[] = [core.cumsum, core.cumprod].flatMap((f) => [
  ...scanShapes.flatMap(([shape, axis]) =>
    scanOptions.map((options) => ({
      name: `${f.name}: ${JSON.stringify(shape)} along ${axis}, ${JSON.stringify(options)}`,
      inputs: [{ shape }],
      run: (x: Tensor) => f(x, axis, options),
    })),
  ),
  ...scanOptions.map((options) => ({
    name: `${f.name}: none, one and two zeros, ${JSON.stringify(options)}`,
    inputs: [{ shape: [3, 4], values: [2, -1, 3, 0.5, 2, 0, 3, -2, 0, 2, 0, 3] }],
    run: (x: Tensor) => f(x, 1, options),
  })),
  {
    name: `${f.name}: int32`,
    inputs: [{ shape: [3, 4], dtype: 'int32' as const }],
    run: (x: Tensor) => f(x, 1),
  },
  {
    name: `${f.name}: int32 wraps around`,
    inputs: [{ shape: [3], dtype: 'int32' as const, values: [2147483647, 2147483647, 123456789] }],
    run: (x: Tensor) => f(x),
  },
  {
    name: `${f.name}: NaN and infinities`,
    inputs: [{ shape: [2, 4], values: [1, inf, -inf, 2, nan, 1, 3e38, 3e38] }],
    run: (x: Tensor) => f(x, 1),
    gradients: false,
  },
  { name: `${f.name}: an empty axis`, inputs: [{ shape: [2, 0] }], run: (x: Tensor) => f(x, 1) },
  { name: `${f.name}: beside an empty axis`, inputs: [{ shape: [0, 3] }], run: (x: Tensor) => f(x, 1) },
  {
    name: `${f.name}: many elements`,
    inputs: [{ shape: [9, 5003], from: f === core.cumsum ? 0 : -1, to: 1 }],
    run: (x: Tensor) => f(x, 1),
    gradients: false,
  },
]);

type Part = 'values' | 'indices';

const topKRows: readonly (readonly [string, OpCase['inputs'][number], number])[] = [
  ['one of a row', { shape: [5] }, 1],
  ['three of each row', { shape: [4, 7] }, 3],
  ['all of each row', { shape: [2, 3, 5] }, 5],
  ['none', { shape: [2, 3] }, 0],
  ['no rows', { shape: [0, 3] }, 2],
  ['many of a long row', { shape: [3, 2003] }, 1200],
  ['few of a long row', { shape: [3, 2003] }, 20],
  ['int32', { shape: [3, 40], dtype: 'int32' }, 33],
  [
    'int32 that float32 cannot tell apart',
    { shape: [5], dtype: 'int32', values: [2147483646, 2147483647, -2147483648, -2147483647, 0] },
    5,
  ],
  ['equal ones', { shape: [6], values: [1, 3, 2, 3, 1, 3] }, 4],
];

const orderedExtremes = { shape: [2, 6], values: [-0, nan, 0, -inf, inf, 1e-40, nan, 1, -0, -1e-40, 0, -1] };

const topKCases: readonly OpCase[] = (['values', 'indices'] as Part[]).flatMap((part) => [
  ...topKRows.map(([what, input, k]) => ({
    name: `topK: ${part}, ${what}`,
    inputs: [input],
    run: (x: Tensor) => core.scope(() => core.topK(x, k)[part]),
    gradients: what !== 'equal ones' && !what.includes('long'),
  })),
  {
    name: `topK: ${part}, NaN, infinities and zeros`,
    inputs: [orderedExtremes],
    run: (x: Tensor) => core.scope(() => core.topK(x, 6)[part]),
    gradients: false,
  },
]);

const sortCases: readonly OpCase[] = [core.sort, core.argSort].flatMap((f) =>
  [false, true].flatMap((descending) => [
    {
      name: `${f.name}: rows${descending ? ', descending' : ''}`,
      inputs: [{ shape: [3, 7] }],
      run: (x: Tensor) => f(x, -1, { descending }),
    },
    {
      name: `${f.name}: inner axis${descending ? ', descending' : ''}`,
      inputs: [{ shape: [2, 5, 3] }],
      run: (x: Tensor) => f(x, 1, { descending }),
    },
    {
      name: `${f.name}: long rows of equal whole numbers${descending ? ', descending' : ''}`,
      inputs: [{ shape: [2, 3001], dtype: 'int32' as const }],
      run: (x: Tensor) => f(x, -1, { descending }),
    },
    {
      name: `${f.name}: NaN, infinities and zeros${descending ? ', descending' : ''}`,
      inputs: [orderedExtremes],
      run: (x: Tensor) => f(x, -1, { descending }),
      gradients: false,
    },
    {
      name: `${f.name}: an empty axis${descending ? ', descending' : ''}`,
      inputs: [{ shape: [2, 0] }],
      run: (x: Tensor) => f(x, -1, { descending }),
    },
  ]),
);

const simplexCases: readonly OpCase[] = [
  { name: 'sparsemax: rows', inputs: [{ shape: [3, 7] }], run: (x) => core.sparsemax(x) },
  { name: 'sparsemax: inner axis', inputs: [{ shape: [2, 5, 3] }], run: (x) => core.sparsemax(x, 1) },
  {
    name: 'sparsemax: ties, large values and −∞',
    inputs: [{ shape: [3, 3], values: [1, 1, 1, 1e30, -1e30, 0, 2, Number.NEGATIVE_INFINITY, 2] }],
    run: (x) => core.sparsemax(x),
    gradients: false,
  },
  { name: 'sparsemax: none', inputs: [{ shape: [0, 3] }], run: (x) => core.sparsemax(x) },
  { name: 'glu: rows', inputs: [{ shape: [3, 6] }], run: (x) => core.glu(x) },
  { name: 'glu: inner axis', inputs: [{ shape: [2, 4, 3] }], run: (x) => core.glu(x, 1) },
  { name: 'glu: an empty axis', inputs: [{ shape: [2, 0] }], run: (x) => core.glu(x) },
];

/** Ops that work along an axis. */
export const axisCases: OpCase[] = [...scanCases, ...topKCases, ...sortCases, ...simplexCases];
