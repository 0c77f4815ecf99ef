import type { ResizeOptions, Tensor } from '@descent/core';
import * as core from '@descent/core';
import type { OpCase } from '../op-case.js';
import { describeRow } from './describe-row.js';

const { POSITIVE_INFINITY: inf, NaN: nan } = Number;

interface ResizeRow extends ResizeOptions {
  readonly images: readonly [number, number, number, number];
  readonly size: readonly [number, number];
}

const resizeRows: readonly ResizeRow[] = [
  { images: [1, 2, 2, 1], size: [4, 4] },
  { images: [2, 3, 4, 5], size: [5, 7] },
  { images: [2, 5, 4, 3], size: [3, 2] },
  { images: [1, 3, 2, 6], size: [3, 2] },
  { images: [1, 1, 1, 2], size: [3, 2] },
  { images: [0, 3, 3, 1], size: [2, 2] },
  { images: [2, 3, 3, 0], size: [2, 2] },
];

const layouts: readonly ResizeOptions[] = [{}, { alignCorners: true }, { halfPixelCenters: true }];

const resizeOps = [
  ['resizeBilinear', core.resizeBilinear],
  ['resizeNearestNeighbor', core.resizeNearestNeighbor],
] as const;

/** The gradient of the sum of cubes of f(x), as an op: its own gradient is then checked too. */
const slopeOf =
  (f: (x: Tensor) => Tensor) =>
  (x: Tensor): Tensor =>
    core.grad((given: Tensor) => core.sum(core.mul(core.square(f(given)), f(given)) as Tensor))(x);

const resizeCases: readonly OpCase[] = resizeOps.flatMap(([name, resize]): OpCase[] => [
  ...resizeRows.flatMap(({ images, size }) =>
    layouts.map(
      (options): OpCase => ({
        name: `${name}: ${describeRow({ images, size, ...options })}`,
        inputs: [{ shape: images }],
        run: (x) => resize(x, size, options) as Tensor,
      }),
    ),
  ),
  {
    name: `${name}: one row of corners that are aligned`,
    inputs: [{ shape: [1, 4, 5, 2] }],
    run: (x) => resize(x, [1, 3], { alignCorners: true }) as Tensor,
  },
  {
    name: `${name}: its gradient`,
    inputs: [{ shape: [1, 2, 3, 2] }],
    run: slopeOf((x) => resize(x, [3, 4], { halfPixelCenters: true }) as Tensor),
  },
  {
    name: `${name}: NaN and infinities`,
    inputs: [{ shape: [1, 2, 3, 1], values: [nan, 1, inf, 2, -inf, 3] }],
    run: (x) => resize(x, [4, 6]) as Tensor,
    gradients: false,
  },
  {
    name: `${name}: many elements, and their gradient`,
    inputs: [{ shape: [3, 41, 37, 3] }],
    run: (x) => core.grad((given: Tensor) => core.sum(core.square(resize(given, [97, 61]) as Tensor)))(x),
    gradients: false,
  },
  {
    name: `${name}: int32`,
    inputs: [{ shape: [1, 3, 3, 2], dtype: 'int32' }],
    run: (x) => resize(x, [5, 4]) as Tensor,
  },
]);

/** Images in other sizes: every layout of pixels, larger and smaller, of odd sizes and empty batches. */
export const imageCases: OpCase[] = [...resizeCases];
