import {
  depthwiseConv2d,
  depthwiseConv2dFilterGradient,
  depthwiseConv2dInputGradient,
  type ExplicitPadding,
  type Padding,
  separableConv2d,
} from '@descent/core';
import type { OpCase } from '../op-case.js';
import { describeRow } from './describe-row.js';

type Shape4 = readonly [number, number, number, number];

interface DepthwiseRow {
  readonly image: Shape4;
  readonly filter: Shape4;
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

const rows: readonly DepthwiseRow[] = [
  { image: [1, 5, 5, 1], filter: [3, 3, 1, 1] },
  { image: [2, 7, 6, 3], filter: [3, 2, 3, 2], padding: 'same' },
  { image: [1, 6, 9, 5], filter: [3, 3, 5, 1], padding: 'same' },
  { image: [2, 9, 8, 2], filter: [3, 3, 2, 3], strides: 2 },
  { image: [1, 7, 8, 3], filter: [2, 2, 3, 1], strides: [3, 1], padding: 'same' },
  { image: [1, 8, 9, 4], filter: [3, 3, 4, 1], dilations: 2 },
  { image: [1, 7, 7, 2], filter: [3, 3, 2, 2], dilations: [1, 2], padding: 'same' },
  { image: [1, 5, 6, 2], filter: [2, 3, 2, 2], padding: explicit, strides: [2, 3] },
  { image: [1, 2, 2, 3], filter: [1, 1, 3, 2], padding: 2 },
  { image: [0, 5, 5, 2], filter: [3, 3, 2, 2] },
];

const gradientRows: readonly (readonly [DepthwiseRow, dy: Shape4])[] = [
  [{ image: [2, 5, 6, 2], filter: [3, 2, 2, 2], padding: 'same' }, [2, 5, 6, 4]],
  [{ image: [1, 7, 6, 3], filter: [3, 3, 3, 1], strides: 2 }, [1, 3, 2, 3]],
];

/** Depthwise and separable convolution: as convolution's rows, with multipliers; their gradients' gradients too. */
export const depthwiseCases: readonly OpCase[] = [
  ...rows.map(
    ({ image, filter, ...options }): OpCase => ({
      name: `depthwiseConv2d: ${describeRow({ image, filter, ...options })}`,
      inputs: [{ shape: image }, { shape: filter }],
      run: (x, w) => depthwiseConv2d(x, w, options),
    }),
  ),
  ...gradientRows.flatMap(([{ image, filter, ...options }, dy]): OpCase[] => [
    {
      name: `depthwiseConv2dFilterGradient: ${describeRow({ image, filter, ...options })}`,
      inputs: [{ shape: image }, { shape: dy }],
      run: (x, arriving) => depthwiseConv2dFilterGradient(x, arriving, filter, options),
    },
    {
      name: `depthwiseConv2dInputGradient: ${describeRow({ image, filter, ...options })}`,
      inputs: [{ shape: dy }, { shape: filter }],
      run: (arriving, w) => depthwiseConv2dInputGradient(image, arriving, w, options),
    },
  ]),
  {
    name: 'depthwiseConv2d: weights that are not finite do not reach padding',
    inputs: [
      { shape: [1, 3, 3, 1] },
      { shape: [3, 3, 1, 1], values: [Number.NaN, 1, 1, 1, 1, 1, 1, 1, Number.POSITIVE_INFINITY] },
    ],
    run: (x, w) => depthwiseConv2d(x, w, { padding: 'same' }),
    gradients: false,
  },
  {
    name: 'depthwiseConv2d: NaN and ∞ stay in their channel',
    inputs: [
      { shape: [1, 2, 2, 3], values: [1, 2, 3, 4, Number.NaN, 6, 7, 8, Number.POSITIVE_INFINITY, 1, 2, 3] },
      { shape: [2, 2, 3, 1] },
    ],
    run: (x, w) => depthwiseConv2d(x, w),
    gradients: false,
  },
  {
    name: 'separableConv2d: strides 2, padding same',
    inputs: [{ shape: [2, 5, 6, 3] }, { shape: [3, 3, 3, 2] }, { shape: [1, 1, 6, 4] }],
    run: (x, depthwise, pointwise) =>
      separableConv2d(x, depthwise, pointwise, { strides: 2, padding: 'same' }),
  },
];
