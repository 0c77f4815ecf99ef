import { applyOne } from '../dispatch.js';
import { defineKernel, type HostTensor, type Kernel, type TensorSpec } from '../kernel.js';
import type { Shape } from '../shape.js';
import type { Tensor } from '../tensor.js';
import type { Ok } from '../types/shapes.js';
import type { Triple } from '../volume-geometry.js';
import type { Padding } from '../window-axes.js';
import { checkFloat } from './kinds/operands.js';
import {
  forEachVolumeWindow,
  type Pool3d,
  type Pool3dAttrs,
  type Pool3dOptions,
  pool3dAttrs,
  pool3dGeometry,
  pool3dOutput,
} from './kinds/volume-pooling.js';
import { maxPool3dGradientKernel } from './max-pool3d-gradient.js';

/** MaxPool3D. NaN is the largest, −0 lies below 0; −∞ where a window lies wholly on padding. */
export const maxPool3dKernel: Kernel<Pool3dAttrs> = defineKernel({
  name: 'MaxPool3D',
  op: 'maxPool3d',
  outputs: ([x], attrs) => [pool3dOutput('maxPool3d', x as TensorSpec, attrs)],
  reference([x], [out], attrs) {
    const { shape, values } = x as HostTensor;
    const result = (out as HostTensor).values;
    forEachVolumeWindow(pool3dGeometry('maxPool3d', shape, attrs), (outIndex, cells) => {
      const largest = (best: number, cell: number) => Math.max(best, values[cell] as number);
      result[outIndex] = cells.reduce(largest, Number.NEGATIVE_INFINITY);
    });
  },
  gradient: ([dy], { inputs: [x], outputs: [y], attrs }) => [
    applyOne(maxPool3dGradientKernel, [dy as Tensor, x as Tensor, y as Tensor], attrs),
  ],
});

/**
 * Largest value in each window, per channel. NaN wins; −0 counts as below 0; a window wholly on padding gives −∞.
 *
 * @param x - [batch, depth, height, width, channels]
 * @param windowSize - one size or [depth, height, width]
 * @param options - strides (default: the window's size) and padding
 * @returns [batch, outDepth, outHeight, outWidth, channels]; the gradient goes to the first cell of each window that is NaN
 * or else equals the largest
 * @throws ShapeError when the window does not fit, ValueError for options out of range
 * @example maxPool3d(x, 2).shape // [8, 8, 14, 14, 32] for x of [8, 16, 28, 28, 32]
 */
export function maxPool3d<
  A extends Shape,
  const K extends Triple,
  const S extends Triple = K,
  const P extends Padding = 'valid',
>(x: Tensor<A>, windowSize: K, options: Pool3dOptions<S, P> = {}): Tensor<Ok<Pool3d<A, K, S, P>>> {
  const attrs = pool3dAttrs('maxPool3d', windowSize, options);
  return applyOne(maxPool3dKernel, [checkFloat('maxPool3d', x)], attrs) as Tensor<Ok<Pool3d<A, K, S, P>>>;
}
