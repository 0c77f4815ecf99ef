import { applyOne } from '../dispatch.js';
import { defineKernel, type HostTensor, type Kernel, type TensorSpec } from '../kernel.js';
import type { Shape } from '../shape.js';
import type { Tensor } from '../tensor.js';
import type { Ok } from '../types/shapes.js';
import type { Padding } from '../window-axes.js';
import type { Pair } from '../window-geometry.js';
import { averagePool2dGradientKernel } from './average-pool2d-gradient.js';
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

/** AvgPool. Divides by the number of cells on the image. */
export const averagePool2dKernel: Kernel<PoolAttrs> = defineKernel({
  name: 'AvgPool',
  op: 'averagePool2d',
  outputs: ([x], attrs) => [poolOutput('averagePool2d', x as TensorSpec, attrs)],
  reference([x], [out], attrs) {
    const { shape, values } = x as HostTensor;
    const result = (out as HostTensor).values;
    forEachWindow(poolGeometry('averagePool2d', shape, attrs), (outIndex, cells) => {
      result[outIndex] = cells.reduce((total, cell) => total + (values[cell] as number), 0) / cells.length;
    });
  },
  gradient: ([dy], { inputs: [x], attrs }) => [
    applyOne(averagePool2dGradientKernel, [dy as Tensor, x as Tensor], attrs),
  ],
});

/**
 * Average of each window, per channel; padded cells are left out.
 *
 * @param x - [batch, height, width, channels]
 * @param windowSize - one size or [height, width]
 * @param options - strides (default: the window's size) and padding
 * @returns [batch, outHeight, outWidth, channels]; NaN for a window that lies wholly on padding
 * @throws ShapeError when the window does not fit, ValueError for options out of range
 * @example averagePool2d(ones([1, 4, 4, 1]), 2).shape // [1, 2, 2, 1]
 */
export function averagePool2d<
  A extends Shape,
  const K extends Pair,
  const S extends Pair = K,
  const P extends Padding = 'valid',
>(x: Tensor<A>, windowSize: K, options: PoolOptions<S, P> = {}): Tensor<Ok<Pool2d<A, K, S, P>>> {
  const attrs = poolAttrs('averagePool2d', windowSize, options);
  return applyOne(averagePool2dKernel, [checkFloat('averagePool2d', x)], attrs) as Tensor<
    Ok<Pool2d<A, K, S, P>>
  >;
}
