import {
  backend_util,
  type DepthwiseConv2dNativeAttrs,
  type DepthwiseConv2dNativeBackpropFilterAttrs,
  type DepthwiseConv2dNativeBackpropFilterInputs,
  type DepthwiseConv2dNativeBackpropInputAttrs,
  type DepthwiseConv2dNativeBackpropInputInputs,
  type DepthwiseConv2dNativeInputs,
  type FusedDepthwiseConv2DAttrs,
  type FusedDepthwiseConv2DInputs,
  type TensorInfo,
} from '@tensorflow/tfjs-core';
import type { DescentBackend } from '../descent-backend.js';
import { activated } from './activation.js';
import { type Adapters, adapter } from './adapter.js';
import { convolutionAttrs } from './convolution.js';

type Shape4 = [number, number, number, number];

/** What the kernels' attributes have in common. */
type WindowAttrs = Pick<
  DepthwiseConv2dNativeBackpropInputAttrs,
  'strides' | 'dilations' | 'pad' | 'dimRoundingMode'
>;

/** Attributes of our depthwise kernels. */
function attrsOf(
  image: readonly number[],
  filter: readonly number[],
  { strides, dilations, pad, dimRoundingMode }: WindowAttrs,
) {
  const [imageShape, filterShape] = [image as Shape4, filter as Shape4];
  return convolutionAttrs(
    backend_util.computeConv2DInfo(
      imageShape,
      filterShape,
      strides,
      dilations ?? 1,
      pad,
      dimRoundingMode,
      true,
    ),
  );
}

function convolved(
  backend: DescentBackend,
  x: TensorInfo,
  filter: TensorInfo,
  attrs: WindowAttrs,
): TensorInfo {
  return backend.one('DepthwiseConv2dNative', [x, filter], attrsOf(x.shape, filter.shape, attrs));
}

/** Adapters of depthwise convolutions and their gradients; tfjs has them with the channels last only. */
export const depthwise: Adapters = {
  DepthwiseConv2dNative: adapter<DepthwiseConv2dNativeInputs, DepthwiseConv2dNativeAttrs>(
    ({ backend, inputs: { x, filter }, attrs }) => convolved(backend, x, filter, attrs),
  ),
  FusedDepthwiseConv2D: adapter<FusedDepthwiseConv2DInputs, FusedDepthwiseConv2DAttrs>(
    ({ backend, inputs, attrs }) =>
      activated(backend, convolved(backend, inputs.x, inputs.filter, attrs), inputs, attrs),
  ),
  DepthwiseConv2dNativeBackpropFilter: adapter<
    DepthwiseConv2dNativeBackpropFilterInputs,
    DepthwiseConv2dNativeBackpropFilterAttrs
  >(({ backend, inputs: { x, dy }, attrs }) =>
    backend.one('DepthwiseConv2dNativeBackpropFilter', [x, dy], {
      ...attrsOf(x.shape, attrs.filterShape, attrs),
      filterShape: attrs.filterShape,
    }),
  ),
  DepthwiseConv2dNativeBackpropInput: adapter<
    DepthwiseConv2dNativeBackpropInputInputs,
    DepthwiseConv2dNativeBackpropInputAttrs
  >(({ backend, inputs: { dy, filter }, attrs }) =>
    backend.one('DepthwiseConv2dNativeBackpropInput', [dy, filter], {
      ...attrsOf(attrs.inputShape, filter.shape, attrs),
      inputShape: attrs.inputShape,
    }),
  ),
};
