import { applyOne } from '../dispatch.js';
import { defineKernel, type HostTensor } from '../kernel.js';
import { checkShape, type Shape } from '../shape.js';
import type { Tensor } from '../tensor.js';
import { conv2d } from './conv2d.js';
import { conv2dFilterGradient } from './conv2d-filter-gradient.js';
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

/** Attributes of the Conv2DBackpropInput kernel. */
export type InputGradientAttrs = Conv2dAttrs & { readonly inputShape: readonly number[] };

/** Conv2DBackpropInput [dy, filter]. Dilations and any stride are an extension: TensorFlow.js refuses them. */
export const conv2dInputGradientKernel = defineKernel<InputGradientAttrs>({
  name: 'Conv2DBackpropInput',
  op: 'conv2dInputGradient',
  outputs: (_inputs, { inputShape }) => [{ shape: inputShape, dtype: 'float32' }],
  reference([dy, filter], [out], attrs) {
    const [arriving, taps, result] = [dy as HostTensor, filter as HostTensor, out as HostTensor];
    const [inCount, outCount] = taps.shape.slice(2) as [number, number];
    const totals = new Float64Array(result.values.length);
    forEachTap(
      convGeometry('conv2dInputGradient', attrs.inputShape, taps.shape, attrs),
      (inPixel, outPixel, tap) => {
        for (let c = 0; c < inCount; c++) {
          const row = (tap * inCount + c) * outCount;
          let total = 0;
          for (let o = 0; o < outCount; o++) {
            total += (arriving.values[outPixel * outCount + o] as number) * (taps.values[row + o] as number);
          }
          (totals[inPixel * inCount + c] as number) += total;
        }
      },
    );
    result.values.set(totals);
  },
  gradient: ([dx], { inputs: [dy, filter], attrs }) => {
    const options = convOptions(attrs);
    const [image, arriving, taps] = [dx as Tensor, dy as Tensor, filter as Tensor];
    return [conv2d(image, taps, options), conv2dFilterGradient(image, arriving, taps.shape, options)];
  },
});

/**
 * Gradient of {@link conv2d} with respect to its input: a transposed convolution.
 *
 * @param inputShape - [batch, height, width, inChannels]
 * @param dy - gradient of the result, [batch, outHeight, outWidth, outChannels]
 * @param filter - [height, width, inChannels, outChannels]
 * @throws ShapeError when dy is not of the shape that conv2d gives
 * @example conv2dInputGradient([1, 3, 3, 1], ones([1, 2, 2, 1]), ones([2, 2, 1, 1])).sum().item() // 16
 */
export function conv2dInputGradient(
  inputShape: Shape,
  dy: Tensor,
  filter: Tensor,
  options: Conv2dOptions = {},
): Tensor {
  const op = 'conv2dInputGradient';
  checkShape(op, inputShape);
  const inputs = [checkFloat(op, dy, 'dy'), checkFloat(op, filter, 'filter')];
  const attrs = { ...convAttrs(op, options), inputShape: [...inputShape] };
  const expected = convOutputShape(
    convGeometry(op, inputShape, filter.shape, attrs),
    filter.shape[3] as number,
  );
  checkArriving(op, inputShape, filter.shape, dy.shape, expected);
  return applyOne(conv2dInputGradientKernel, inputs, attrs);
}
