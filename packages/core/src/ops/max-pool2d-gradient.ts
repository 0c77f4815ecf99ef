import { applyOne } from '../dispatch.js';
import { defineKernel, type HostTensor, type Kernel, type TensorSpec } from '../kernel.js';
import type { Tensor } from '../tensor.js';
import { firstLargest } from './kinds/first-largest.js';
import { forEachWindow, type PoolAttrs, poolGeometry } from './kinds/pooling.js';
import { maxPool2dSecondGradientKernel } from './max-pool2d-second-gradient.js';

/** MaxPoolGrad [dy, x, y]: each window's gradient goes to its first largest cell, NaN being the largest. */
export const maxPool2dGradientKernel: Kernel<PoolAttrs> = defineKernel({
  name: 'MaxPoolGrad',
  op: 'the gradient of maxPool2d',
  outputs: ([, x]) => [{ shape: (x as TensorSpec).shape, dtype: 'float32' }],
  reference([dy, x], [out], attrs) {
    const { shape, values } = x as HostTensor;
    const [arriving, result] = [(dy as HostTensor).values, (out as HostTensor).values];
    forEachWindow(poolGeometry('maxPool2d', shape, attrs), (outIndex, cells) => {
      const largest = firstLargest(values, cells);
      if (largest >= 0) (result[largest] as number) += arriving[outIndex] as number;
    });
  },
  gradient: ([dx], { inputs: [, x, y], attrs }) => [
    applyOne(maxPool2dSecondGradientKernel, [dx as Tensor, x as Tensor, y as Tensor], attrs),
    undefined,
    undefined,
  ],
});
