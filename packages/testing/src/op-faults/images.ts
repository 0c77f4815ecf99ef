import * as core from '@descent/core';
import type { FaultCase } from '../fault-case.js';

const image = { shape: [1, 4, 4, 1] };
const poorSizes: readonly number[] = [0, -1, 1.5, Number.NaN, 2 ** 31];

const resizeFaults = [core.resizeBilinear, core.resizeNearestNeighbor].flatMap((resize): FaultCase[] => [
  {
    name: `F28: ${resize.name} to 1879048192²`,
    inputs: [image],
    run: (x) => resize(x as never, [1_879_048_192, 1_879_048_192]),
    throws: 'E_SIZE',
  },
  ...poorSizes.map(
    (size): FaultCase => ({
      name: `F28: ${resize.name} to a height of ${size}`,
      inputs: [image],
      run: (x) => resize(x as never, [size, 2]),
      throws: 'E_VALUE',
    }),
  ),
  {
    name: `F28: ${resize.name} of images without pixels`,
    inputs: [{ shape: [1, 0, 4, 1] }],
    run: (x) => resize(x as never, [2, 2]),
    throws: 'E_SHAPE',
  },
  {
    name: `F28: ${resize.name} of an image without a batch`,
    inputs: [{ shape: [4, 4, 1] }],
    run: (x) => resize(x as never, [2, 2]),
    throws: 'E_SHAPE',
  },
  {
    name: `F28: ${resize.name} with corners and edges aligned at once`,
    inputs: [image],
    run: (x) => resize(x as never, [2, 2], { alignCorners: true, halfPixelCenters: true }),
    throws: 'E_VALUE',
  },
  {
    name: `F21: ${resize.name} of bools`,
    inputs: [{ ...image, dtype: 'bool' }],
    run: (x) => resize(x as never, [2, 2]),
    throws: 'E_DTYPE',
  },
]);

const still = { shape: [1, 8], values: [1, 0, 0, 0, 1, 0, 0, 0] };

const poorOptions: readonly (readonly [string, object])[] = [
  ["interpolation 'cubic'", { interpolation: 'cubic' }],
  ["fillMode 'edge'", { fillMode: 'edge' }],
  ['two values outside for one channel', { fillValue: [1, 2] }],
  ["fillValue '0'", { fillValue: '0' }],
  ...poorSizes.map((size) => [`a height of ${size}`, { size: [size, 2] }] as const),
];

const transformFaults: readonly FaultCase[] = [
  ...poorOptions.map(
    ([what, options]): FaultCase => ({
      name: `F4: affineTransform with ${what}`,
      inputs: [image, still],
      run: (x, t) => core.affineTransform(x, t, options),
      throws: 'E_VALUE',
    }),
  ),
  ...[[8], [2, 8], [1, 6]].map(
    (shape): FaultCase => ({
      name: `F1: affineTransform of one image by transforms [${shape}]`,
      inputs: [image, { shape }],
      run: (x, t) => core.affineTransform(x, t),
      throws: 'E_SHAPE',
    }),
  ),
  {
    name: 'F28: affineTransform of images without pixels',
    inputs: [{ shape: [1, 0, 4, 1] }, still],
    run: (x, t) => core.affineTransform(x, t, { size: [2, 2] }),
    throws: 'E_SHAPE',
  },
  {
    name: 'F28: affineTransform to 1879048192²',
    inputs: [image, still],
    run: (x, t) => core.affineTransform(x, t, { size: [1_879_048_192, 1_879_048_192] }),
    throws: 'E_SIZE',
  },
  {
    name: 'F4: affineTransform by NaN and infinities: the value outside',
    inputs: [
      { shape: [2, 1, 2, 1] },
      {
        shape: [2, 8],
        values: [Number.NaN, 0, 0, 0, 1, 0, 0, 0, 1, 0, Number.POSITIVE_INFINITY, 0, 1, 0, 0, 0],
      },
    ],
    run: (x, t) => core.affineTransform(x, t, { fillMode: 'wrap', fillValue: 7 }),
    gives: { shape: [2, 1, 2, 1], values: [7, 7, 7, 7] },
  },
  {
    name: 'F4: affineTransform by 3e38, which no whole number holds: the value outside, or the last pixel',
    inputs: [
      { shape: [1, 1, 2, 1], values: [1, 2] },
      { shape: [1, 8], values: [0, 0, 3e38, 0, 1, 0, 0, 0] },
    ],
    run: (x, t) =>
      core.scope(() =>
        core.concat(
          (['constant', 'nearest'] as const).map((fillMode) =>
            core.affineTransform(x, t, { fillMode, interpolation: 'bilinear' }).reshape([2]),
          ) as never,
        ),
      ),
    gives: { values: [0, 0, 2, 2] },
  },
  {
    name: 'F4: rotateWithOffset by NaN',
    inputs: [image],
    run: (x) => core.rotateWithOffset(x, Number.NaN),
    throws: 'E_VALUE',
  },
  ...[core.flipLeftRight, core.flipUpDown, (x: core.Tensor) => core.rotateWithOffset(x, 1)].map(
    (f, i): FaultCase => ({
      name: `F1: ${['flipLeftRight', 'flipUpDown', 'rotateWithOffset'][i]} of an image without a batch`,
      inputs: [{ shape: [4, 4, 1] }],
      run: (x) => f(x),
      throws: 'E_SHAPE',
    }),
  ),
];

/** Images: sizes, transforms and options out of range, no pixels. */
export const imageFaults: FaultCase[] = [...resizeFaults, ...transformFaults];
