import { applyOne } from '../dispatch.js';
import { defineKernel, type HostTensor, type Kernel, type TensorSpec } from '../kernel.js';
import type { Tensor } from '../tensor.js';
import { firstLargest } from './kinds/first-largest.js';
import { forEachVolumeWindow, type Pool3dAttrs, pool3dGeometry } from './kinds/volume-pooling.js';
import { maxPool3dGradientKernel } from './max-pool3d-gradient.js';

/** MaxPool3DGradGrad [dx, x, y]: what dx has at each window's first largest cell of x; 0 for a window on padding. */
export const maxPool3dSecondGradientKernel: Kernel<Pool3dAttrs> = defineKernel({
  name: 'MaxPool3DGradGrad',
  op: 'the second gradient of maxPool3d',
  outputs: ([, , y]) => [{ shape: (y as TensorSpec).shape, dtype: 'float32' }],
  reference([dx, x], [out], attrs) {
    const { shape, values } = x as HostTensor;
    const [arriving, result] = [(dx as HostTensor).values, (out as HostTensor).values];
    forEachVolumeWindow(pool3dGeometry('maxPool3d', shape, attrs), (outIndex, cells) => {
      const largest = firstLargest(values, cells);
      if (largest >= 0) result[outIndex] = arriving[largest] as number;
    });
  },
  gradient: ([dy], { inputs: [, x, y], attrs }) => [
    applyOne(maxPool3dGradientKernel, [dy as Tensor, x as Tensor, y as Tensor], attrs),
    undefined,
    undefined,
  ],
});
