import type { Padding, Tensor } from '@descent/core';
import * as core from '@descent/core';
import type { OpCase } from '../op-case.js';
import { describeRow } from './describe-row.js';

interface PoolRow {
  /** [batch, …axes, channels] */
  readonly image: readonly number[];
  readonly window: number | readonly number[];
  readonly strides?: number | readonly number[];
  readonly padding?: Padding;
}

const rows: readonly PoolRow[] = [
  { image: [1, 4, 4, 1], window: 2 },
  { image: [2, 7, 5, 3], window: 2, padding: 'same' },
  { image: [2, 6, 9, 5], window: [3, 2], strides: [2, 1] },
  { image: [1, 5, 5, 2], window: 3, strides: 1, padding: 'same' },
  { image: [1, 5, 7, 1], window: 3, strides: 2, padding: 1 },
  { image: [0, 4, 4, 2], window: 2 },
  { image: [1, 7, 7, 4], window: 2, strides: 3 },
  { image: [1, 7, 6, 2], window: 5, strides: 1 },
  { image: [1, 4, 1], window: 2 },
  { image: [2, 7, 3], window: 3, strides: 2, padding: 'same' },
  { image: [1, 9, 5], window: 4, strides: 1, padding: 2 },
  { image: [0, 4, 2], window: 2 },
  { image: [1, 4, 4, 4, 1], window: 2 },
  { image: [2, 5, 3, 4, 3], window: 2, padding: 'same' },
  { image: [1, 4, 6, 5, 5], window: [3, 2, 1], strides: [1, 2, 3] },
  { image: [1, 3, 3, 3, 2], window: 3, strides: 1, padding: 'same' },
  { image: [1, 3, 4, 5, 1], window: 3, strides: 2, padding: 1 },
  { image: [1, 4, 3, 5, 1], window: 3, strides: 1 },
  { image: [0, 4, 4, 4, 2], window: 2 },
  { image: [2, 0, 3], window: 2, padding: 1 },
  { image: [2, 0, 3, 4], window: 2, strides: 1, padding: 1 },
  { image: [1, 3, 0, 2, 3], window: 2, padding: 1 },
];

type Pool = (x: Tensor, window: never, options: object) => Tensor;

/** The pooling ops of an image's rank, by name. */
function poolsOf({ length }: readonly number[]): Readonly<Record<string, Pool>> {
  if (length === 3) return { maxPool1d: core.maxPool1d, averagePool1d: core.averagePool1d };
  if (length === 4) return { maxPool2d: core.maxPool2d, averagePool2d: core.averagePool2d };
  return { maxPool3d: core.maxPool3d, averagePool3d: core.averagePool3d };
}

/** Distinct values far enough apart that a small step does not change which cell of a window is the largest. */
function spread(shape: readonly number[]): number[] {
  const size = shape.reduce((product, n) => product * n, 1);
  return Array.from({ length: size }, (_, i) => ((i * 7919) % 1009) / 20);
}

/** Rows whose gradients are differentiated: an image, a window and the shape of the result. */
const twiceRows: readonly (readonly [PoolRow, dy: readonly number[]])[] = [
  [{ image: [2, 5, 4, 3], window: 2, padding: 'same' }, [2, 3, 2, 3]],
  [{ image: [1, 5, 5, 2], window: 3, strides: 1, padding: 1 }, [1, 5, 5, 2]],
  [{ image: [1, 7, 2], window: 3, strides: 2 }, [1, 3, 2]],
  [{ image: [1, 3, 4, 4, 5], window: 2, strides: [1, 2, 2] }, [1, 2, 2, 2, 5]],
];

const tied = [1, 1, Number.NaN, 2, 1, 1, 3, Number.NaN];

/** Pooling along one axis, over images and over volumes, and the gradients of its gradients. */
export const poolCases: readonly OpCase[] = [
  ...rows.flatMap(({ image, window, ...options }) =>
    Object.entries(poolsOf(image)).map(
      ([name, pool]): OpCase => ({
        name: `${name}: ${describeRow({ image, window, ...options })}`,
        inputs: [{ shape: image, values: spread(image) }],
        run: (x) => pool(x, window as never, options),
      }),
    ),
  ),
  ...twiceRows.flatMap(([{ image, window, ...options }, dy]) =>
    Object.entries(poolsOf(image)).map(
      ([name, pool]): OpCase => ({
        name: `the gradient of ${name}: ${describeRow({ image, window, ...options })}`,
        inputs: [{ shape: image, values: spread(image) }, { shape: dy }],
        run: (x, arriving) =>
          core.grad((given: Tensor) =>
            pool(given, window as never, options)
              .mul(arriving)
              .sum(),
          )(x),
      }),
    ),
  ),
  {
    name: 'maxPool2d: ties and NaN',
    inputs: [{ shape: [1, 2, 4, 1], values: tied }],
    run: (x) => core.maxPool2d(x, 2),
    gradients: false,
  },
  {
    name: 'maxPool3d: ties and NaN',
    inputs: [{ shape: [1, 2, 2, 2, 1], values: tied }],
    run: (x) => core.maxPool3d(x, [1, 2, 2]),
    gradients: false,
  },
  {
    name: 'the gradient of maxPool3d: ties go to the first',
    inputs: [{ shape: [1, 2, 2, 2, 1], values: [1, 3, 3, 2, 3, 1, 1, 3] }],
    run: (x) => core.grad((given: Tensor) => core.maxPool3d(given, 2).sum())(x),
    gradients: false,
  },
];
