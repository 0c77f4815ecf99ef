import {
  conv2d,
  conv2dFilterGradient,
  conv2dInputGradient,
  conv2dTranspose,
  type ExplicitPadding,
  type Padding,
} from '@descent/core';
import type { OpCase } from '../op-case.js';
import { depthwiseCases } from './depthwise.js';
import { describeRow } from './describe-row.js';
import { poolCases } from './pools.js';
import { volumeCases } from './volumes.js';

interface ConvRow {
  readonly image: readonly [number, number, number, number];
  readonly filter: readonly [number, number, number, number];
  readonly strides?: number | readonly [number, number];
  readonly padding?: Padding;
  readonly dilations?: number | readonly [number, number];
}

const explicit: ExplicitPadding = [
  [0, 0],
  [1, 2],
  [0, 3],
  [0, 0],
];

const convRows: readonly ConvRow[] = [
  { image: [1, 5, 5, 1], filter: [3, 3, 1, 1] },
  { image: [2, 7, 6, 3], filter: [3, 2, 3, 4], padding: 'same' },
  { image: [2, 9, 8, 2], filter: [3, 3, 2, 5], strides: 2 },
  { image: [1, 9, 11, 5], filter: [3, 3, 5, 2], strides: 2, padding: 'same' },
  { image: [1, 10, 7, 1], filter: [2, 4, 1, 3], strides: [3, 1], padding: 'same' },
  { image: [1, 8, 9, 2], filter: [3, 3, 2, 2], dilations: 2 },
  { image: [2, 7, 7, 1], filter: [3, 3, 1, 2], dilations: [1, 2], padding: 'same' },
  { image: [1, 6, 6, 3], filter: [3, 3, 3, 1], padding: 1, strides: 2 },
  { image: [1, 5, 6, 2], filter: [2, 3, 2, 3], padding: explicit, strides: [2, 3] },
  { image: [3, 4, 4, 4], filter: [1, 1, 4, 8] },
  { image: [1, 3, 3, 1], filter: [5, 5, 1, 1], padding: 'same' },
  { image: [0, 5, 5, 1], filter: [3, 3, 1, 2] },
  { image: [1, 6, 18, 1], filter: [1, 1, 1, 1], strides: [7, 5], padding: 'same' },
];

interface TransposeRow {
  readonly image: readonly [number, number, number, number];
  readonly filter: readonly [number, number, number, number];
  readonly strides?: number | readonly [number, number];
  readonly padding?: 'valid' | 'same';
  readonly outputSize?: readonly [number, number];
}

const transposeRows: readonly TransposeRow[] = [
  { image: [1, 3, 3, 1], filter: [3, 3, 1, 1] },
  { image: [2, 4, 3, 2], filter: [3, 2, 5, 2], strides: 2 },
  { image: [1, 4, 5, 3], filter: [3, 3, 2, 3], strides: 2, padding: 'same' },
  { image: [1, 3, 2, 2], filter: [2, 2, 1, 2], strides: [3, 4] },
  { image: [1, 3, 3, 2], filter: [3, 3, 2, 2], strides: 2, outputSize: [8, 7] },
  { image: [0, 3, 3, 2], filter: [3, 3, 2, 2] },
];

/** Convolution and pooling: strides, dilations, every kind of padding, odd sizes, empty batches, second gradients. */
export const windowCases: OpCase[] = [
  ...(convRows.map(({ image, filter, ...options }) => ({
    name: `conv2d: ${describeRow({ image, filter, ...options })}`,
    inputs: [{ shape: image }, { shape: filter }],
    run: (x, w) => conv2d(x as never, w as never, options as object),
  })) satisfies OpCase[]),
  {
    name: 'conv2dFilterGradient: strides 2, padding same',
    inputs: [{ shape: [2, 5, 6, 2] }, { shape: [2, 3, 3, 3] }],
    run: (x, dy) => conv2dFilterGradient(x, dy, [3, 2, 2, 3], { strides: 2, padding: 'same' }),
  },
  {
    name: 'conv2dInputGradient: strides 2, padding same',
    inputs: [{ shape: [2, 3, 3, 3] }, { shape: [3, 2, 2, 3] }],
    run: (dy, w) => conv2dInputGradient([2, 5, 6, 2], dy, w, { strides: 2, padding: 'same' }),
  },
  ...depthwiseCases,
  ...transposeRows.map(
    ({ image, filter, ...options }): OpCase => ({
      name: `conv2dTranspose: ${describeRow({ image, filter, ...options })}`,
      inputs: [{ shape: image }, { shape: filter }],
      run: (x, w) => conv2dTranspose(x, w, options),
    }),
  ),
  ...poolCases,
  ...volumeCases,
];
