import { applyOne } from '../dispatch.js';
import { defineKernel, type HostTensor } from '../kernel.js';
import { checkShape, type Shape } from '../shape.js';
import type { Tensor } from '../tensor.js';
import { conv3d } from './conv3d.js';
import { conv3dFilterGradient } from './conv3d-filter-gradient.js';
import { checkArriving } from './kinds/convolution.js';
import { checkFloat } from './kinds/operands.js';
import {
  type Conv3dAttrs,
  type Conv3dOptions,
  conv3dAttrs,
  conv3dGeometry,
  conv3dOutputShape,
  forEachVolumeProduct,
} from './kinds/volume-convolution.js';

/** Attributes of the Conv3DBackpropInputV2 kernel. */
export type Input3dGradientAttrs = Conv3dAttrs & { readonly inputShape: readonly number[] };

/** Conv3DBackpropInputV2 [dy, filter]. Dilations are an extension: TensorFlow.js passes over them. */
export const conv3dInputGradientKernel = defineKernel<Input3dGradientAttrs>({
  name: 'Conv3DBackpropInputV2',
  op: 'conv3dInputGradient',
  outputs: (_inputs, { inputShape }) => [{ shape: inputShape, dtype: 'float32' }],
  reference([dy, filter], [out], attrs) {
    const [arriving, taps, result] = [dy as HostTensor, filter as HostTensor, out as HostTensor];
    const geometry = conv3dGeometry('conv3dInputGradient', attrs.inputShape, taps.shape, attrs);
    const totals = new Float64Array(result.values.length);
    forEachVolumeProduct(geometry, taps.shape, (cell, at, weight) => {
      (totals[cell] as number) += (arriving.values[at] as number) * (taps.values[weight] as number);
    });
    result.values.set(totals);
  },
  gradient: ([dx], { inputs: [dy, filter], attrs }) => {
    const options = { strides: attrs.strides, padding: attrs.pad, dilations: attrs.dilations };
    const [volume, arriving, taps] = [dx as Tensor, dy as Tensor, filter as Tensor];
    return [conv3d(volume, taps, options), conv3dFilterGradient(volume, arriving, taps.shape, options)];
  },
});

/**
 * Gradient of {@link conv3d} with respect to its input: a transposed convolution.
 *
 * @param inputShape - [batch, depth, height, width, inChannels]
 * @param dy - gradient of the result, [batch, outDepth, outHeight, outWidth, outChannels]
 * @param filter - [depth, height, width, inChannels, outChannels]
 * @throws ShapeError when dy is not of the shape that conv3d gives
 * @example conv3dInputGradient([1, 3, 3, 3, 1], ones([1, 2, 2, 2, 1]), ones([2, 2, 2, 1, 1])).sum().item() // 64
 */
export function conv3dInputGradient(
  inputShape: Shape,
  dy: Tensor,
  filter: Tensor,
  options: Conv3dOptions = {},
): Tensor {
  const op = 'conv3dInputGradient';
  checkShape(op, inputShape);
  const inputs = [checkFloat(op, dy, 'dy'), checkFloat(op, filter, 'filter')];
  const attrs = { ...conv3dAttrs(op, options), inputShape: [...inputShape] };
  const expected = conv3dOutputShape(
    conv3dGeometry(op, inputShape, filter.shape, attrs),
    filter.shape[4] as number,
  );
  checkArriving(op, inputShape, filter.shape, dy.shape, expected);
  return applyOne(conv3dInputGradientKernel, inputs, attrs);
}
