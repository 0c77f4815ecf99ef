import { applyOne } from '../dispatch.js';
import { defineKernel, type HostTensor, type Kernel, type TensorSpec } from '../kernel.js';
import type { Tensor } from '../tensor.js';
import { type ResizeAttrs, resizeSamples } from './kinds/resizing.js';
import { spreadSamples } from './kinds/sampling.js';
import { resizeBilinearKernel } from './resize-bilinear.js';

/** ResizeBilinearGrad [dy, images]: each pixel's gradient is shared by the four that it was mixed from. Only the images' shape is used. */
export const resizeBilinearGradientKernel: Kernel<ResizeAttrs> = defineKernel({
  name: 'ResizeBilinearGrad',
  op: 'the gradient of resizeBilinear',
  outputs: ([, images]) => [{ shape: (images as TensorSpec).shape, dtype: 'float32' }],
  reference([dy, images], [out], attrs) {
    spreadSamples(
      dy as HostTensor,
      out as HostTensor,
      resizeSamples(images as HostTensor, attrs, 'bilinear'),
    );
  },
  gradient: ([dx], { attrs }) => [applyOne(resizeBilinearKernel, [dx as Tensor], attrs), undefined],
});
