import { applyOne } from '../dispatch.js';
import { defineKernel, type HostTensor, type Kernel, type TensorSpec } from '../kernel.js';
import type { Tensor } from '../tensor.js';
import { type ResizeAttrs, resizeSamples } from './kinds/resizing.js';
import { spreadSamples } from './kinds/sampling.js';
import { resizeNearestNeighborKernel } from './resize-nearest-neighbor.js';

/** ResizeNearestNeighborGrad [dy, images]: each pixel's gradient goes to the one that it was copied from. Only the images' shape is used. */
export const resizeNearestNeighborGradientKernel: Kernel<ResizeAttrs> = defineKernel({
  name: 'ResizeNearestNeighborGrad',
  op: 'the gradient of resizeNearestNeighbor',
  outputs: ([, images]) => [{ shape: (images as TensorSpec).shape, dtype: 'float32' }],
  reference([dy, images], [out], attrs) {
    spreadSamples(dy as HostTensor, out as HostTensor, resizeSamples(images as HostTensor, attrs, 'nearest'));
  },
  gradient: ([dx], { attrs }) => [applyOne(resizeNearestNeighborKernel, [dx as Tensor], attrs), undefined],
});
