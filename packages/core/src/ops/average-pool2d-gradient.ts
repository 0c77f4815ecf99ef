import { applyOne } from '../dispatch.js';
import { defineKernel, type HostTensor, type Kernel, type TensorSpec } from '../kernel.js';
import type { Tensor } from '../tensor.js';
import { averagePool2dKernel } from './average-pool2d.js';
import { forEachWindow, type PoolAttrs, poolGeometry } from './kinds/pooling.js';

/** AvgPoolGrad [dy, x]: each window's gradient is shared by its cells. Only x's shape is used. */
export const averagePool2dGradientKernel: Kernel<PoolAttrs> = defineKernel({
  name: 'AvgPoolGrad',
  op: 'the gradient of averagePool2d',
  outputs: ([, x]) => [{ shape: (x as TensorSpec).shape, dtype: 'float32' }],
  reference([dy, x], [out], attrs) {
    const [arriving, result] = [(dy as HostTensor).values, (out as HostTensor).values];
    forEachWindow(poolGeometry('averagePool2d', (x as HostTensor).shape, attrs), (outIndex, cells) => {
      for (const cell of cells) (result[cell] as number) += (arriving[outIndex] as number) / cells.length;
    });
  },
  gradient: ([dx], { attrs }) => [applyOne(averagePool2dKernel, [dx as Tensor], attrs), undefined],
});
