import * as core from '@descent/core';
import type { FaultCase } from '../fault-case.js';

const image = { shape: [1, 5, 5, 2] };
const filter = { shape: [3, 3, 2, 3] };

const emptyRows = [
  { x: [1, 5, 5, 2], w: [0, 0, 2, 3] },
  { x: [1, 5, 5, 0], w: [3, 3, 0, 2] },
  { x: [1, 5, 5, 2], w: [3, 3, 2, 0] },
];

/** Depthwise and separable convolution: empty filters, shapes that disagree, options out of range. */
export const depthwiseFaults: FaultCase[] = [
  ...emptyRows.map(
    ({ x, w }): FaultCase => ({
      name: `F2: depthwiseConv2d of ${JSON.stringify(x)} by ${JSON.stringify(w)}`,
      inputs: [{ shape: x }, { shape: w }],
      run: (a, b) => core.depthwiseConv2d(a, b),
      throws: 'E_SHAPE',
    }),
  ),
  {
    name: 'F2: depthwiseConv2d of no images is empty',
    inputs: [{ shape: [0, 5, 5, 2] }, filter],
    run: (x, w) => core.depthwiseConv2d(x, w),
    gives: { shape: [0, 3, 3, 6], values: [] },
  },
  {
    name: 'F3: depthwiseConv2dFilterGradient with filterShape [3,3,2,2] for [3,3,2,3]',
    inputs: [image, { shape: [1, 3, 3, 6] }],
    run: (x, dy) => core.depthwiseConv2dFilterGradient(x, dy, [3, 3, 2, 2]),
    throws: 'E_SHAPE',
  },
  {
    name: 'F3: depthwiseConv2dInputGradient with inputShape [1,6,5,2] for [1,5,5,2]',
    inputs: [{ shape: [1, 3, 3, 6] }, filter],
    run: (dy, w) => core.depthwiseConv2dInputGradient([1, 6, 5, 2], dy, w),
    throws: 'E_SHAPE',
  },
  ...[0, 1.5, Number.NaN, 2 ** 31].flatMap((value) =>
    (['strides', 'dilations'] as const).map(
      (option): FaultCase => ({
        name: `F4: depthwiseConv2d with ${option} ${value}`,
        inputs: [image, filter],
        run: (x, w) => core.depthwiseConv2d(x, w, { [option]: value }),
        throws: 'E_VALUE',
      }),
    ),
  ),
  {
    name: 'F6: depthwiseConv2d of 2 channels by a filter for 3',
    inputs: [image, { shape: [3, 3, 3, 1] }],
    run: (x, w) => core.depthwiseConv2d(x, w),
    throws: 'E_SHAPE',
  },
  ...[
    [1, 1, 2, 4],
    [3, 3, 6, 4],
    [1, 1, 6],
  ].map(
    (shape): FaultCase => ({
      name: `F6: separableConv2d of 2 · 3 channels with a pointwise filter ${JSON.stringify(shape)}`,
      inputs: [image, filter, { shape }],
      run: (x, depthwise, pointwise) => core.separableConv2d(x, depthwise, pointwise),
      throws: 'E_SHAPE',
    }),
  ),
];
