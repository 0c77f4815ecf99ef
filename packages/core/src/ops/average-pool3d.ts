import { applyOne } from '../dispatch.js';
import { defineKernel, type HostTensor, type Kernel, type TensorSpec } from '../kernel.js';
import type { Shape } from '../shape.js';
import type { Tensor } from '../tensor.js';
import type { Ok } from '../types/shapes.js';
import type { Triple } from '../volume-geometry.js';
import type { Padding } from '../window-axes.js';
import { averagePool3dGradientKernel } from './average-pool3d-gradient.js';
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

/** AvgPool3D. Divides by the number of cells on the volume. */
export const averagePool3dKernel: Kernel<Pool3dAttrs> = defineKernel({
  name: 'AvgPool3D',
  op: 'averagePool3d',
  outputs: ([x], attrs) => [pool3dOutput('averagePool3d', x as TensorSpec, attrs)],
  reference([x], [out], attrs) {
    const { shape, values } = x as HostTensor;
    const result = (out as HostTensor).values;
    forEachVolumeWindow(pool3dGeometry('averagePool3d', shape, attrs), (outIndex, cells) => {
      result[outIndex] = cells.reduce((total, cell) => total + (values[cell] as number), 0) / cells.length;
    });
  },
  gradient: ([dy], { inputs: [x], attrs }) => [
    applyOne(averagePool3dGradientKernel, [dy as Tensor, x as Tensor], attrs),
  ],
});

/**
 * Average of each window, per channel; padded cells are left out.
 *
 * @param x - [batch, depth, height, width, channels]
 * @param windowSize - one size or [depth, height, width]
 * @param options - strides (default: the window's size) and padding
 * @returns [batch, outDepth, outHeight, outWidth, channels]; NaN for a window that lies wholly on padding
 * @throws ShapeError when the window does not fit, ValueError for options out of range
 * @example averagePool3d(ones([1, 4, 4, 4, 1]), 2).shape // [1, 2, 2, 2, 1]
 */
export function averagePool3d<
  A extends Shape,
  const K extends Triple,
  const S extends Triple = K,
  const P extends Padding = 'valid',
>(x: Tensor<A>, windowSize: K, options: Pool3dOptions<S, P> = {}): Tensor<Ok<Pool3d<A, K, S, P>>> {
  const attrs = pool3dAttrs('averagePool3d', windowSize, options);
  return applyOne(averagePool3dKernel, [checkFloat('averagePool3d', x)], attrs) as Tensor<
    Ok<Pool3d<A, K, S, P>>
  >;
}
