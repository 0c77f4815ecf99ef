import { applyOne } from '../dispatch.js';
import { defineKernel, type HostTensor, type Kernel, type TensorSpec } from '../kernel.js';
import type { Tensor } from '../tensor.js';
import { firstLargest } from './kinds/first-largest.js';
import { forEachWindow, type PoolAttrs, poolGeometry } from './kinds/pooling.js';
import { maxPool2dGradientKernel } from './max-pool2d-gradient.js';

/** MaxPoolGradGrad [dx, x, y]: what dx has at each window's first largest cell of x; 0 for a window on padding. */
export const maxPool2dSecondGradientKernel: Kernel<PoolAttrs> = defineKernel({
  name: 'MaxPoolGradGrad',
  op: 'the second gradient of maxPool2d',
  outputs: ([, , y]) => [{ shape: (y as TensorSpec).shape, dtype: 'float32' }],
  reference([dx, x], [out], attrs) {
    const { shape, values } = x as HostTensor;
    const [arriving, result] = [(dx as HostTensor).values, (out as HostTensor).values];
    forEachWindow(poolGeometry('maxPool2d', shape, attrs), (outIndex, cells) => {
      const largest = firstLargest(values, cells);
      if (largest >= 0) result[outIndex] = arriving[largest] as number;
    });
  },
  gradient: ([dy], { inputs: [, x, y], attrs }) => [
    applyOne(maxPool2dGradientKernel, [dy as Tensor, x as Tensor, y as Tensor], attrs),
    undefined,
    undefined,
  ],
});
