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

/** The gradient of f at zeros when dy arrives. */
function gradientOf(f: (x: Tensor) => Tensor, dy: Tensor, shape: readonly number[]): Tensor {
  return core.scope(() => {
    using run = core.vjp(f, core.zeros(shape));
    return run.pullback(dy)[0] as Tensor;
  });
}

/** What arrives at 4 × 4 cells of one channel: NaN and infinities at some, 1 elsewhere. */
const notFinite = [nan, 1, 1, 1, 1, 1, inf, 1, 1, 1, 1, 1, -inf, 1, 1, inf];

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
    name: `${name}: a gradient that is not finite reaches no pixel that was not read`,
    inputs: [{ shape: [1, 4, 4, 1], values: notFinite }],
    run: (dy) => gradientOf((x) => resize(x, [4, 4]) as Tensor, dy, [1, 2, 2, 1]),
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

const shift = [1, 0, 0.3, 0, 1, -0.6, 0, 0];
const turn = [0.8, -0.6, 1.7, 0.6, 0.8, -0.4, 0, 0];
const perspective = [1.1, 0.2, -1.3, -0.1, 0.9, 0.4, 0.05, 0.02];
const far = [3, 1, -7.3, -2, 4, 5.6, 0, 0];
const transforms = (...rows: readonly (readonly number[])[]) => ({
  shape: [rows.length, 8],
  values: rows.flat(),
});

const interpolations = ['nearest', 'bilinear'] as const;
const fillModes = ['constant', 'reflect', 'wrap', 'nearest'] as const;

const transformCases: readonly OpCase[] = interpolations.flatMap((interpolation): OpCase[] => [
  ...fillModes.flatMap((fillMode): OpCase[] => [
    {
      name: `affineTransform: ${interpolation}, ${fillMode}`,
      inputs: [{ shape: [3, 4, 5, 2] }, transforms(turn, perspective, far)],
      run: (x, t) => core.affineTransform(x, t, { interpolation, fillMode, fillValue: 0.5 }) as Tensor,
      gradients: false,
    },
    {
      name: `affineTransform: ${interpolation}, ${fillMode}, the gradient of the images`,
      inputs: [{ shape: [2, 3, 3, 2] }],
      run: (x) =>
        core.scope(() => {
          const matrices = core.tensor([turn, perspective]);
          return core.affineTransform(x, matrices, { interpolation, fillMode, size: [4, 2] }) as Tensor;
        }),
    },
    {
      name: `affineTransform: ${interpolation}, ${fillMode}, one pixel`,
      inputs: [{ shape: [1, 1, 1, 1] }, transforms(far)],
      run: (x, t) => core.affineTransform(x, t, { interpolation, fillMode, size: [3, 3] }) as Tensor,
      gradients: false,
    },
  ]),
  {
    name: `affineTransform: ${interpolation}, a value outside for each channel`,
    inputs: [{ shape: [2, 4, 3, 5] }, transforms(shift)],
    run: (x, t) =>
      core.affineTransform(x, t, { interpolation, fillValue: [1, 2, 3, 4, 5], size: [5, 6] }) as Tensor,
    gradients: false,
  },
  {
    name: `affineTransform: ${interpolation}, a gradient that is not finite reaches no pixel that was not read`,
    inputs: [{ shape: [1, 4, 4, 1], values: notFinite }],
    run: (dy) =>
      core.scope(() => {
        const matrices = core.tensor([[1, 0, -1, 0, 0.5, 0, 0, 0]]);
        return gradientOf(
          (x) => core.affineTransform(x, matrices, { interpolation }) as Tensor,
          dy,
          [1, 4, 4, 1],
        );
      }),
    gradients: false,
  },
  {
    name: `affineTransform: ${interpolation}, coordinates that are not finite`,
    inputs: [{ shape: [1, 2, 3, 1] }, transforms([1, 0, 0, 0, 1, 0, -1, 0])],
    run: (x, t) => core.affineTransform(x, t, { interpolation, fillMode: 'nearest', fillValue: 9 }) as Tensor,
    gradients: false,
  },
  {
    name: `affineTransform: ${interpolation}, its gradient`,
    inputs: [{ shape: [1, 2, 3, 2] }],
    run: slopeOf((x) => core.affineTransform(x, core.tensor([turn]), { interpolation }) as Tensor),
  },
  {
    name: `affineTransform: ${interpolation}, many elements`,
    inputs: [{ shape: [2, 61, 57, 3] }, transforms(turn, perspective)],
    run: (x, t) => core.affineTransform(x, t, { interpolation, size: [97, 71] }) as Tensor,
    gradients: false,
  },
  {
    name: `affineTransform: ${interpolation}, no images`,
    inputs: [{ shape: [0, 3, 3, 1] }, transforms(turn)],
    run: (x, t) => core.affineTransform(x, t, { interpolation }) as Tensor,
    gradients: false,
  },
  {
    name: `rotateWithOffset: ${interpolation}`,
    inputs: [{ shape: [1, 5, 4, 3] }],
    run: (x) => core.rotateWithOffset(x, 0.7, { interpolation, center: [0.2, 0.6], fillValue: -1 }),
    gradients: false,
  },
]);

const flipCases: readonly OpCase[] = [
  { name: 'flipLeftRight', inputs: [{ shape: [2, 3, 4, 3] }], run: (x) => core.flipLeftRight(x) },
  { name: 'flipUpDown', inputs: [{ shape: [2, 3, 4, 3] }], run: (x) => core.flipUpDown(x) },
];

/** Images in other sizes, turned and flipped: every layout of pixels and what lies outside, odd sizes, empty batches. */
export const imageCases: OpCase[] = [...resizeCases, ...transformCases, ...flipCases];
