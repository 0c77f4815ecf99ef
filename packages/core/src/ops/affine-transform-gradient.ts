import { applyOne } from '../dispatch.js';
import { defineKernel, type HostTensor, type Kernel, type TensorSpec } from '../kernel.js';
import type { Tensor } from '../tensor.js';
import { affineTransformKernel } from './affine-transform.js';
import { spreadSamples } from './kinds/sampling.js';
import { type TransformAttrs, transformSamples } from './kinds/transforming.js';

/** TransformGrad [dy, images, transforms]: hands each pixel's gradient to those that it was read from. */
export const affineTransformGradientKernel: Kernel<TransformAttrs> = defineKernel({
  name: 'TransformGrad',
  op: 'the gradient of affineTransform',
  outputs: ([, images]) => [images as TensorSpec],
  reference([dy, images, transforms], [out], attrs) {
    const sampleOf = transformSamples(images as HostTensor, transforms as HostTensor, attrs);
    spreadSamples(dy as HostTensor, out as HostTensor, sampleOf);
  },
  gradient: ([dx], { inputs: [, , transforms], attrs }) => [
    applyOne(affineTransformKernel, [dx as Tensor, transforms as Tensor], { ...attrs, fillValue: 0 }),
    undefined,
    undefined,
  ],
});
