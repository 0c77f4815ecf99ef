import { applyOne } from '../dispatch.js';
import { defineKernel, type HostTensor } from '../kernel.js';
import { checkShape, type Shape } from '../shape.js';
import type { Tensor } from '../tensor.js';
import type { FilterGradientAttrs } from './conv2d-filter-gradient.js';
import { depthwiseConv2d } from './depthwise-conv2d.js';
import { depthwiseConv2dInputGradient } from './depthwise-conv2d-input-gradient.js';
import { type Conv2dOptions, checkArriving, convAttrs, convOptions } from './kinds/convolution.js';
import { depthwiseGeometry, depthwiseOutputShape, forEachProduct } from './kinds/depthwise.js';
import { checkFloat } from './kinds/operands.js';

/** DepthwiseConv2dNativeBackpropFilter [x, dy]. Dilations are an extension: TensorFlow.js passes over them. */
export const depthwiseConv2dFilterGradientKernel = defineKernel<FilterGradientAttrs>({
  name: 'DepthwiseConv2dNativeBackpropFilter',
  op: 'depthwiseConv2dFilterGradient',
  outputs: (_inputs, { filterShape }) => [{ shape: filterShape, dtype: 'float32' }],
  reference([x, dy], [out], attrs) {
    const [image, arriving, result] = [x as HostTensor, dy as HostTensor, out as HostTensor];
    const { filterShape } = attrs;
    const geometry = depthwiseGeometry('depthwiseConv2dFilterGradient', image.shape, filterShape, attrs);
    const totals = new Float64Array(result.values.length);
    forEachProduct(geometry, filterShape, (cell, at, weight) => {
      (totals[weight] as number) += (image.values[cell] as number) * (arriving.values[at] as number);
    });
    result.values.set(totals);
  },
  gradient: ([dw], { inputs: [x, dy], attrs }) => {
    const options = convOptions(attrs);
    const [image, arriving, filter] = [x as Tensor, dy as Tensor, dw as Tensor];
    return [
      depthwiseConv2dInputGradient(image.shape, arriving, filter, options),
      depthwiseConv2d(image, filter, options),
    ];
  },
});

/**
 * Gradient of {@link depthwiseConv2d} with respect to the filter.
 *
 * @param x - [batch, height, width, inChannels]
 * @param dy - gradient of the result, [batch, outHeight, outWidth, inChannels · multiplier]
 * @param filterShape - [height, width, inChannels, multiplier]
 * @throws ShapeError when dy is not of the shape that depthwiseConv2d gives
 * @example depthwiseConv2dFilterGradient(ones([1, 3, 3, 1]), ones([1, 2, 2, 1]), [2, 2, 1, 1]).sum().item() // 16
 */
export function depthwiseConv2dFilterGradient(
  x: Tensor,
  dy: Tensor,
  filterShape: Shape,
  options: Conv2dOptions = {},
): Tensor {
  const op = 'depthwiseConv2dFilterGradient';
  checkShape(op, filterShape);
  const inputs = [checkFloat(op, x), checkFloat(op, dy, 'dy')];
  const attrs = { ...convAttrs(op, options), filterShape: [...filterShape] };
  checkArriving(op, x.shape, filterShape, dy.shape, depthwiseOutputShape(op, x.shape, filterShape, attrs));
  return applyOne(depthwiseConv2dFilterGradientKernel, inputs, attrs);
}
