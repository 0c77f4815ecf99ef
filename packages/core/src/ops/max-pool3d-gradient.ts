import { applyOne } from '../dispatch.js';
import { defineKernel, type HostTensor, type Kernel, type TensorSpec } from '../kernel.js';
import type { Tensor } from '../tensor.js';
import { firstLargest } from './kinds/first-largest.js';
import { forEachVolumeWindow, type Pool3dAttrs, pool3dGeometry } from './kinds/volume-pooling.js';
import { maxPool3dSecondGradientKernel } from './max-pool3d-second-gradient.js';

/** MaxPool3DGrad [dy, x, y]: each window's gradient goes to its first largest cell, NaN being the largest. */
export const maxPool3dGradientKernel: Kernel<Pool3dAttrs> = defineKernel({
  name: 'MaxPool3DGrad',
  op: 'the gradient of maxPool3d',
  outputs: ([, x]) => [{ shape: (x as TensorSpec).shape, dtype: 'float32' }],
  reference([dy, x], [out], attrs) {
    const { shape, values } = x as HostTensor;
    const [arriving, result] = [(dy as HostTensor).values, (out as HostTensor).values];
    forEachVolumeWindow(pool3dGeometry('maxPool3d', shape, attrs), (outIndex, cells) => {
      const largest = firstLargest(values, cells);
      if (largest >= 0) (result[largest] as number) += arriving[outIndex] as number;
    });
  },
  gradient: ([dx], { inputs: [, x, y], attrs }) => [
    applyOne(maxPool3dSecondGradientKernel, [dx as Tensor, x as Tensor, y as Tensor], attrs),
    undefined,
    undefined,
  ],
});
