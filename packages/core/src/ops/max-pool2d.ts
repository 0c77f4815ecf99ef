import { applyOne } from '../dispatch.js';
import { defineKernel, type HostTensor, type Kernel, type TensorSpec } from '../kernel.js';
import type { Shape } from '../shape.js';
import type { Tensor } from '../tensor.js';
import type { Ok } from '../types/shapes.js';
import type { Padding, Pair } from '../window-geometry.js';
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

/** MaxPool. NaN is the largest. */
export const maxPool2dKernel: Kernel<PoolAttrs> = defineKernel({
  name: 'MaxPool',
  op: 'maxPool2d',
  outputs: ([x], attrs) => [poolOutput('maxPool2d', x as TensorSpec, attrs)],
  reference([x], [out], attrs) {
    const { shape, values } = x as HostTensor;
    const result = (out as HostTensor).values;
    forEachWindow(poolGeometry('maxPool2d', shape, attrs), (outIndex, cells) => {
      result[outIndex] = values[firstLargest(values, cells)] ?? Number.NEGATIVE_INFINITY;
    });
  },
  gradient: ([dy], { inputs: [x], outputs: [y], attrs }) => [
    applyOne(maxPool2dGradientKernel, [dy as Tensor, x as Tensor, y as Tensor], attrs),
  ],
});

/** Index of the first largest cell; a NaN counts as the largest; −1 for an empty window. */
export function firstLargest(values: ArrayLike<number>, cells: readonly number[]): number {
  let best = -1;
  for (const cell of cells) {
    const value = values[cell] as number;
    const largest = best === -1 ? Number.NaN : (values[best] as number);
    if (best === -1 || value > largest || (Number.isNaN(value) && !Number.isNaN(largest))) best = cell;
  }
  return best;
}

/**
 * Largest value in each window, per channel.
 *
 * @param x - [batch, height, width, channels]
 * @param windowSize - one size or [height, width]
 * @param options - strides (default: the window's size) and padding
 * @returns [batch, outHeight, outWidth, channels]; the gradient goes to the first largest cell of each window
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
