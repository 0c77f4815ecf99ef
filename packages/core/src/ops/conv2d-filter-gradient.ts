import { applyOne } from '../dispatch.js';
import { defineKernel, type HostTensor } from '../kernel.js';
import { checkShape, type Shape } from '../shape.js';
import type { Tensor } from '../tensor.js';
import { conv2d } from './conv2d.js';
import { conv2dInputGradient } from './conv2d-input-gradient.js';
import {
  type Conv2dAttrs,
  type Conv2dOptions,
  checkArriving,
  convAttrs,
  convGeometry,
  convOptions,
  convOutputShape,
  forEachTap,
} from './kinds/convolution.js';
import { checkFloat } from './kinds/operands.js';

/** Attributes of the Conv2DBackpropFilter kernel. */
export type FilterGradientAttrs = Conv2dAttrs & { readonly filterShape: readonly number[] };

/** Conv2DBackpropFilter [x, dy]. Dilations and any stride are an extension: TensorFlow.js refuses them. */
export const conv2dFilterGradientKernel = defineKernel<FilterGradientAttrs>({
  name: 'Conv2DBackpropFilter',
  op: 'conv2dFilterGradient',
  outputs: (_inputs, { filterShape }) => [{ shape: filterShape, dtype: 'float32' }],
  reference([x, dy], [out], attrs) {
    const [image, arriving, result] = [x as HostTensor, dy as HostTensor, out as HostTensor];
    const [inCount, outCount] = attrs.filterShape.slice(2) as [number, number];
    const totals = new Float64Array(result.values.length);
    forEachTap(
      convGeometry('conv2dFilterGradient', image.shape, attrs.filterShape, attrs),
      (inPixel, outPixel, tap) => {
        for (let c = 0; c < inCount; c++) {
          const value = image.values[inPixel * inCount + c] as number;
          const row = (tap * inCount + c) * outCount;
          for (let o = 0; o < outCount; o++) {
            (totals[row + o] as number) += value * (arriving.values[outPixel * outCount + o] as number);
          }
        }
      },
    );
    result.values.set(totals);
  },
  gradient: ([dw], { inputs: [x, dy], attrs }) => {
    const options = convOptions(attrs);
    const [image, arriving, filter] = [x as Tensor, dy as Tensor, dw as Tensor];
    return [conv2dInputGradient(image.shape, arriving, filter, options), conv2d(image, filter, options)];
  },
});

/**
 * Gradient of {@link conv2d} with respect to the filter.
 *
 * @param x - [batch, height, width, inChannels]
 * @param dy - gradient of the result, [batch, outHeight, outWidth, outChannels]
 * @param filterShape - [height, width, inChannels, outChannels]
 * @throws ShapeError when dy is not of the shape that conv2d gives
 * @example conv2dFilterGradient(ones([1, 3, 3, 1]), ones([1, 2, 2, 1]), [2, 2, 1, 1]).sum().item() // 16
 */
export function conv2dFilterGradient(
  x: Tensor,
  dy: Tensor,
  filterShape: Shape,
  options: Conv2dOptions = {},
): Tensor {
  const op = 'conv2dFilterGradient';
  checkShape(op, filterShape);
  const inputs = [checkFloat(op, x), checkFloat(op, dy, 'dy')];
  const attrs = { ...convAttrs(op, options), filterShape: [...filterShape] };
  const expected = convOutputShape(convGeometry(op, x.shape, filterShape, attrs), filterShape[3] as number);
  checkArriving(op, x.shape, filterShape, dy.shape, expected);
  return applyOne(conv2dFilterGradientKernel, inputs, attrs);
}
