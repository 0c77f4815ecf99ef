import {
  backend_util,
  type Conv3DAttrs,
  type Conv3DBackpropFilterV2Attrs,
  type Conv3DBackpropFilterV2Inputs,
  type Conv3DBackpropInputV2Attrs,
  type Conv3DBackpropInputV2Inputs,
  type Conv3DInputs,
} from '@tensorflow/tfjs-core';
import { type Adapters, adapter } from './adapter.js';
import { volumePadding } from './volume-padding.js';

type Shape5 = [number, number, number, number, number];

/** Attributes of our kernels that convolve volumes. */
function attrsOf(
  volume: readonly number[],
  filter: readonly number[],
  { strides, pad, dilations = 1 }: Pick<Conv3DAttrs, 'strides' | 'pad'> & Partial<Conv3DAttrs>,
) {
  const info = backend_util.computeConv3DInfo(volume as Shape5, filter as Shape5, strides, dilations, pad);
  return {
    strides: [info.strideDepth, info.strideHeight, info.strideWidth],
    dilations: [info.dilationDepth, info.dilationHeight, info.dilationWidth],
    pad: volumePadding(info),
  };
}

/** Adapters of convolutions over volumes and their gradients; tfjs has them with the channels last only. */
export const volumeConvolutions: Adapters = {
  Conv3D: adapter<Conv3DInputs, Conv3DAttrs>(({ backend, inputs: { x, filter }, attrs }) =>
    backend.one('Conv3D', [x, filter], attrsOf(x.shape, filter.shape, attrs)),
  ),
  Conv3DBackpropFilterV2: adapter<Conv3DBackpropFilterV2Inputs, Conv3DBackpropFilterV2Attrs>(
    ({ backend, inputs: { x, dy }, attrs }) =>
      backend.one('Conv3DBackpropFilterV2', [x, dy], {
        ...attrsOf(x.shape, attrs.filterShape, attrs),
        filterShape: attrs.filterShape,
      }),
  ),
  Conv3DBackpropInputV2: adapter<Conv3DBackpropInputV2Inputs, Conv3DBackpropInputV2Attrs>(
    ({ backend, inputs: { dy, filter }, attrs }) =>
      backend.one('Conv3DBackpropInputV2', [dy, filter], {
        ...attrsOf(attrs.inputShape, filter.shape, attrs),
        inputShape: attrs.inputShape,
      }),
  ),
};
