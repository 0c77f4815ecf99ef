import { applyOne } from '../dispatch.js';
import { defineKernel, type HostTensor, type Kernel, type TensorSpec } from '../kernel.js';
import type { Shape } from '../shape.js';
import type { Tensor } from '../tensor.js';
import type { Ok } from '../types/shapes.js';
import type { Padding } from '../window-axes.js';
import type { Pair } from '../window-geometry.js';
import { checkFloat } from './kinds/operands.js';
import {
  forEachWindow,
  type Pool2d,
  type PoolAttrs,
  type PoolOptions,
  poolAttrs,
  poolGeometry,
  poolOutput,
} from './kinds/pooling.js';
import { maxPool2dGradientKernel } from './max-pool2d-gradient.js';

/** MaxPool. NaN is the largest, −0 lies below 0; −∞ where a window lies wholly on padding. */
export const maxPool2dKernel: Kernel<PoolAttrs> = defineKernel({
  name: 'MaxPool',
  op: 'maxPool2d',
  outputs: ([x], attrs) => [poolOutput('maxPool2d', x as TensorSpec, attrs)],
  reference([x], [out], attrs) {
    const { shape, values } = x as HostTensor;
    const result = (out as HostTensor).values;
    forEachWindow(poolGeometry('maxPool2d', shape, attrs), (outIndex, cells) => {
      const largest = (best: number, cell: number) => Math.max(best, values[cell] as number);
      result[outIndex] = cells.reduce(largest, Number.NEGATIVE_INFINITY);
    });
  },
  gradient: ([dy], { inputs: [x], outputs: [y], attrs }) => [
    applyOne(maxPool2dGradientKernel, [dy as Tensor, x as Tensor, y as Tensor], attrs),
  ],
});

/**
 * Largest value in each window, per channel. NaN wins; −0 counts as below 0; a window wholly on padding gives −∞.
 *
 * @param x - [batch, height, width, channels]
 * @param windowSize - one size or [height, width]
 * @param options - strides (default: the window's size) and padding
 * @returns [batch, outHeight, outWidth, channels]; the gradient goes to the first cell of each window that is NaN
 * or else equals the largest
 * @throws ShapeError when the window does not fit, ValueError for options out of range
 * @example maxPool2d(x, 2).shape // [8, 14, 14, 32] for x of [8, 28, 28, 32]
 */
export function maxPool2d<
  A extends Shape,
  const K extends Pair,
  const S extends Pair = K,
  const P extends Padding = 'valid',
>(x: Tensor<A>, windowSize: K, options: PoolOptions<S, P> = {}): Tensor<Ok<Pool2d<A, K, S, P>>> {
  const attrs = poolAttrs('maxPool2d', windowSize, options);
  return applyOne(maxPool2dKernel, [checkFloat('maxPool2d', x)], attrs) as Tensor<Ok<Pool2d<A, K, S, P>>>;
}
