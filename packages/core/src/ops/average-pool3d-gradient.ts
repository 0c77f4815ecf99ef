import { applyOne } from '../dispatch.js';
import { defineKernel, type HostTensor, type Kernel, type TensorSpec } from '../kernel.js';
import type { Tensor } from '../tensor.js';
import { averagePool3dKernel } from './average-pool3d.js';
import { forEachVolumeWindow, type Pool3dAttrs, pool3dGeometry } from './kinds/volume-pooling.js';

/** AvgPool3DGrad [dy, x]: each window's gradient is shared by its cells. Only x's shape is used. */
export const averagePool3dGradientKernel: Kernel<Pool3dAttrs> = defineKernel({
  name: 'AvgPool3DGrad',
  op: 'the gradient of averagePool3d',
  outputs: ([, x]) => [{ shape: (x as TensorSpec).shape, dtype: 'float32' }],
  reference([dy, x], [out], attrs) {
    const [arriving, result] = [(dy as HostTensor).values, (out as HostTensor).values];
    forEachVolumeWindow(
      pool3dGeometry('averagePool3d', (x as HostTensor).shape, attrs),
      (outIndex, cells) => {
        for (const cell of cells) (result[cell] as number) += (arriving[outIndex] as number) / cells.length;
      },
    );
  },
  gradient: ([dx], { attrs }) => [applyOne(averagePool3dKernel, [dx as Tensor], attrs), undefined],
});
