import * as core from '@descent/core';
import type { FaultCase } from '../fault-case.js';

const volume = { shape: [1, 4, 4, 4, 2] };
const filter = { shape: [2, 2, 2, 2, 3] };
const line = { shape: [1, 6, 2] };
const lineFilter = { shape: [3, 2, 3] };

/** Convolution along one axis and over volumes: shapes that disagree, options out of range. */
export const volumeFaults: FaultCase[] = [
  ...[
    [0, 2, 2, 2, 3],
    [2, 2, 2, 2, 0],
    [2, 2, 2, 3, 3],
    [2, 2, 2, 3],
    [5, 2, 2, 2, 3],
  ].map(
    (shape): FaultCase => ({
      name: `F2: conv3d of [1,4,4,4,2] by ${JSON.stringify(shape)}`,
      inputs: [volume, { shape }],
      run: (x, w) => core.conv3d(x, w),
      throws: 'E_SHAPE',
    }),
  ),
  ...[
    [0, 2, 3],
    [3, 2, 0],
    [3, 1, 3],
    [3, 2],
    [7, 2, 3],
  ].map(
    (shape): FaultCase => ({
      name: `F2: conv1d of [1,6,2] by ${JSON.stringify(shape)}`,
      inputs: [line, { shape }],
      run: (x, w) => core.conv1d(x, w),
      throws: 'E_SHAPE',
    }),
  ),
  {
    name: 'F3: conv3dFilterGradient with filterShape [2,2,2,2,4] for [2,2,2,2,3]',
    inputs: [volume, { shape: [1, 3, 3, 3, 3] }],
    run: (x, dy) => core.conv3dFilterGradient(x, dy, [2, 2, 2, 2, 4]),
    throws: 'E_SHAPE',
  },
  {
    name: 'F3: conv3dInputGradient with inputShape [1,5,4,4,2] for [1,4,4,4,2]',
    inputs: [{ shape: [1, 3, 3, 3, 3] }, filter],
    run: (dy, w) => core.conv3dInputGradient([1, 5, 4, 4, 2], dy, w),
    throws: 'E_SHAPE',
  },
  ...[0, -1, 1.5, Number.NaN, 2 ** 31].flatMap((value) =>
    (['strides', 'dilations'] as const).flatMap((option): FaultCase[] => [
      {
        name: `F4: conv3d with ${option} ${value}`,
        inputs: [volume, filter],
        run: (x, w) => core.conv3d(x, w, { [option]: value }),
        throws: 'E_VALUE',
      },
      {
        name: `F4: conv1d with ${option} ${value}`,
        inputs: [line, lineFilter],
        run: (x, w) => core.conv1d(x, w, { [option]: value }),
        throws: 'E_VALUE',
      },
    ]),
  ),
];
