import { applyOne } from '../dispatch.js';
import { defineKernel, type HostTensor } from '../kernel.js';
import { checkShape, type Shape } from '../shape.js';
import type { Tensor } from '../tensor.js';
import type { InputGradientAttrs } from './conv2d-input-gradient.js';
import { depthwiseConv2d } from './depthwise-conv2d.js';
import { depthwiseConv2dFilterGradient } from './depthwise-conv2d-filter-gradient.js';
import { type Conv2dOptions, checkArriving, convAttrs, convOptions } from './kinds/convolution.js';
import { depthwiseGeometry, depthwiseOutputShape, forEachProduct } from './kinds/depthwise.js';
import { checkFloat } from './kinds/operands.js';

/** DepthwiseConv2dNativeBackpropInput [dy, filter]. Dilations are an extension: TensorFlow.js passes over them. */
export const depthwiseConv2dInputGradientKernel = defineKernel<InputGradientAttrs>({
  name: 'DepthwiseConv2dNativeBackpropInput',
  op: 'depthwiseConv2dInputGradient',
  outputs: (_inputs, { inputShape }) => [{ shape: inputShape, dtype: 'float32' }],
  reference([dy, filter], [out], attrs) {
    const [arriving, taps, result] = [dy as HostTensor, filter as HostTensor, out as HostTensor];
    const geometry = depthwiseGeometry('depthwiseConv2dInputGradient', attrs.inputShape, taps.shape, attrs);
    const totals = new Float64Array(result.values.length);
    forEachProduct(geometry, taps.shape, (cell, at, weight) => {
      (totals[cell] as number) += (arriving.values[at] as number) * (taps.values[weight] as number);
    });
    result.values.set(totals);
  },
  gradient: ([dx], { inputs: [dy, filter], attrs }) => {
    const options = convOptions(attrs);
    const [image, arriving, taps] = [dx as Tensor, dy as Tensor, filter as Tensor];
    return [
      depthwiseConv2d(image, taps, options),
      depthwiseConv2dFilterGradient(image, arriving, taps.shape, options),
    ];
  },
});

/**
 * Gradient of {@link depthwiseConv2d} with respect to its input.
 *
 * @param inputShape - [batch, height, width, inChannels]
 * @param dy - gradient of the result, [batch, outHeight, outWidth, inChannels · multiplier]
 * @param filter - [height, width, inChannels, multiplier]
 * @throws ShapeError when dy is not of the shape that depthwiseConv2d gives
 * @example depthwiseConv2dInputGradient([1, 3, 3, 1], ones([1, 2, 2, 1]), ones([2, 2, 1, 1])).sum().item() // 16
 */
export function depthwiseConv2dInputGradient(
  inputShape: Shape,
  dy: Tensor,
  filter: Tensor,
  options: Conv2dOptions = {},
): Tensor {
  const op = 'depthwiseConv2dInputGradient';
  checkShape(op, inputShape);
  const inputs = [checkFloat(op, dy, 'dy'), checkFloat(op, filter, 'filter')];
  const attrs = { ...convAttrs(op, options), inputShape: [...inputShape] };
  const expected = depthwiseOutputShape(op, inputShape, filter.shape, attrs);
  checkArriving(op, inputShape, filter.shape, dy.shape, expected);
  return applyOne(depthwiseConv2dInputGradientKernel, inputs, attrs);
}
