import * as core from '@descent/core';
import { conv2d, conv2dFilterGradient, conv2dInputGradient, type Tensor } from '@descent/core';
import type { FaultCase } from '../fault-case.js';

const image = { shape: [1, 5, 5, 2] };
const filter = { shape: [3, 3, 2, 3] };

interface EmptyRow {
  readonly x: readonly number[];
  readonly filter: readonly number[];
  readonly padding: 'same' | 'valid';
  /** Shape of the empty result; undefined: E_SHAPE. */
  readonly gives?: readonly number[];
}

const emptyRows: readonly EmptyRow[] = [
  { x: [0, 0, 0, 0], filter: [0, 0, 0, 0], padding: 'same' },
  { x: [0, 0, 0, 0], filter: [0, 0, 0, 0], padding: 'valid' },
  { x: [1, 5, 5, 2], filter: [0, 0, 2, 3], padding: 'same' },
  { x: [1, 5, 5, 0], filter: [3, 3, 0, 2], padding: 'same' },
  { x: [1, 5, 5, 2], filter: [3, 3, 2, 0], padding: 'same' },
  { x: [1, 0, 0, 2], filter: [3, 3, 2, 3], padding: 'valid' },
  { x: [1, 0, 0, 2], filter: [3, 3, 2, 3], padding: 'same', gives: [1, 0, 0, 3] },
  { x: [0, 5, 5, 2], filter: [3, 3, 2, 3], padding: 'valid', gives: [0, 3, 3, 3] },
];

const emptyFaults = emptyRows.map(({ x, filter: w, padding, gives }): FaultCase => {
  const name = `F2: conv2d of ${JSON.stringify(x)} by ${JSON.stringify(w)}, ${padding}`;
  const inputs = [{ shape: x }, { shape: w }];
  const run = (a: Tensor, b: Tensor): Tensor => conv2d(a, b, { padding });
  return gives
    ? { name: `${name} is empty`, inputs, run, gives: { shape: gives, values: [] } }
    : { name, inputs, run, throws: 'E_SHAPE' };
});

const gradientFaults: readonly FaultCase[] = [
  ...[
    [2, 2, 2, 3],
    [3, 3, 1, 3],
    [3, 3, 2, 4],
    [3, 3, 2],
    [0, 0, 0, 0],
    [2 ** 31, 2 ** 31, 2, 3],
  ].map(
    (shape): FaultCase => ({
      name: `F3: conv2dFilterGradient with filterShape ${JSON.stringify(shape)} for [3,3,2,3]`,
      inputs: [image, { shape: [1, 3, 3, 3] }],
      run: (x, dy) => conv2dFilterGradient(x, dy, shape),
      throws: shape[0] === 2 ** 31 ? 'E_SIZE' : 'E_SHAPE',
    }),
  ),
  ...[
    [1, 6, 5, 2],
    [1, 5, 5, 1],
    [2, 5, 5, 2],
    [5, 5, 2],
  ].map(
    (shape): FaultCase => ({
      name: `F3: conv2dInputGradient with inputShape ${JSON.stringify(shape)} for [1,5,5,2]`,
      inputs: [{ shape: [1, 3, 3, 3] }, filter],
      run: (dy, w) => conv2dInputGradient(shape, dy, w),
      throws: 'E_SHAPE',
    }),
  ),
];

/** Out of range for every size, step and distance of a window. */
const poor: readonly number[] = [0, -1, 1.5, Number.NaN, 2 ** 31];

const optionFaults = poor.flatMap((value): FaultCase[] => [
  ...(['strides', 'dilations'] as const).flatMap((option): FaultCase[] => [
    {
      name: `F4: conv2d with ${option} ${value}`,
      inputs: [image, filter],
      run: (x, w) => conv2d(x, w, { [option]: value }),
      throws: 'E_VALUE',
    },
    {
      name: `F4: conv2d with ${option} [1, ${value}]`,
      inputs: [image, filter],
      run: (x, w) => conv2d(x, w, { [option]: [1, value] }),
      throws: 'E_VALUE',
    },
  ]),
  ...[core.maxPool2d, core.averagePool2d].flatMap((pool): FaultCase[] => [
    {
      name: `F4: ${pool.name} with a window of ${value}`,
      inputs: [image],
      run: (x) => pool(x, value),
      throws: 'E_VALUE',
    },
    {
      name: `F4: ${pool.name} with strides ${value}`,
      inputs: [image],
      run: (x) => pool(x, 2, { strides: value }),
      throws: 'E_VALUE',
    },
  ]),
]);

const poorPaddings: readonly (readonly [string, unknown])[] = [
  ['-1', -1],
  ['1.5', 1.5],
  ['NaN', Number.NaN],
  ['2147483648', 2 ** 31],
  ["'full'", 'full'],
  ['null', null],
  ['[1, 1]', [1, 1]],
  [
    '-1 at the top',
    [
      [0, 0],
      [-1, 0],
      [0, 0],
      [0, 0],
    ],
  ],
];

const paddingFaults = poorPaddings.flatMap(([shown, padding]): FaultCase[] => [
  {
    name: `F4: conv2d with padding ${shown}`,
    inputs: [image, filter],
    run: (x, w) => conv2d(x, w, { padding: padding as never }),
    throws: 'E_VALUE',
  },
  {
    name: `F4: maxPool2d with padding ${shown}`,
    inputs: [image],
    run: (x) => core.maxPool2d(x, 2, { padding: padding as never }),
    throws: 'E_VALUE',
  },
]);

const spanFault: FaultCase = {
  name: 'F4: conv2d of a 5×5 filter with dilations 2^31 - 1, which spans more than 32 bits',
  inputs: [image, { shape: [5, 5, 2, 3] }],
  run: (x, w) => conv2d(x, w, { dilations: 2 ** 31 - 1, padding: 'same' }),
  throws: 'E_VALUE',
};

const wide = { shape: [1, 66, 18, 1] };

/** First element and sum of the gradient of f at x, an image. */
function gradientOf(f: (x: Tensor) => Tensor, x: Tensor): Tensor {
  const dx = core.grad((given: Tensor) => f(given).sum())(x);
  return core.stack([core.slice(dx, [0, 0, 0, 0], [1, 1, 1, 1]).sum(), dx.sum()]);
}

const strideFaults: readonly FaultCase[] = [
  {
    name: 'F5: gradient of conv2d, same, strides beyond the image: the only window starts at the first cell',
    inputs: [wide, { shape: [1, 1, 1, 1], values: [3] }],
    run: (x, w) => gradientOf((image) => conv2d(image, w, { strides: [67, 19], padding: 'same' }), x),
    gives: { values: [3, 3] },
  },
  {
    name: 'F5: gradient of the filter, same, strides beyond the image: the first cell',
    inputs: [{ ...wide, values: [7, ...new Array<number>(66 * 18 - 1).fill(1)] }, { shape: [1, 1, 1, 1] }],
    run: (x, w) => {
      const f = (filter: Tensor) => conv2d(x, filter, { strides: [67, 19], padding: 'same' });
      return core.grad((filter: Tensor) => f(filter).sum())(w);
    },
    gives: { shape: [1, 1, 1, 1], values: [7] },
  },
  ...[core.maxPool2d, core.averagePool2d].map(
    (pool): FaultCase => ({
      name: `F5: gradient of ${pool.name}, same, strides beyond the image: the first cell`,
      inputs: [wide],
      run: (x) => gradientOf((image) => pool(image, 1, { strides: [67, 19], padding: 'same' }), x),
      gives: { values: [1, 1] },
    }),
  ),
];

const explicitOfImages: core.ExplicitPadding = [
  [0, 0],
  [1, 1],
  [1, 1],
  [0, 0],
];

type AnyPool = (x: Tensor, windowSize: number, options?: { padding: core.Padding }) => Tensor;

/** Pools over one and three axes, by the rank of what they take. */
const otherPools = [
  [core.maxPool1d, [1, 5, 2]],
  [core.averagePool1d, [1, 5, 2]],
  [core.maxPool3d, [1, 5, 5, 5, 2]],
  [core.averagePool3d, [1, 5, 5, 5, 2]],
] as unknown as readonly (readonly [AnyPool, readonly number[]])[];

const otherPoolFaults = otherPools.flatMap(([pool, shape]): FaultCase[] => [
  ...poor.map(
    (value): FaultCase => ({
      name: `F4: ${pool.name} with a window of ${value}`,
      inputs: [{ shape }],
      run: (x) => pool(x, value),
      throws: 'E_VALUE',
    }),
  ),
  {
    name: `F4: ${pool.name} with padding for images`,
    inputs: [{ shape }],
    run: (x) => pool(x, 2, { padding: explicitOfImages }),
    throws: 'E_VALUE',
  },
  {
    name: `F14: ${pool.name} of an image`,
    inputs: [image],
    run: (x) => pool(x, 2),
    throws: 'E_SHAPE',
  },
  {
    name: `F2: ${pool.name} with a window larger than what it goes over`,
    inputs: [{ shape }],
    run: (x) => pool(x, 6),
    throws: 'E_SHAPE',
  },
]);

/** Convolution and pooling: empty images, filters and options out of range, strides beyond the image. */
export const windowFaults: FaultCase[] = [
  ...emptyFaults,
  ...gradientFaults,
  ...optionFaults,
  ...paddingFaults,
  spanFault,
  ...strideFaults,
  ...otherPoolFaults,
];
