import { applyOne } from '../dispatch.js';
import type { Shape } from '../shape.js';
import type { Tensor } from '../tensor.js';
import type { Pair } from '../window-geometry.js';
import { conv2dInputGradientKernel } from './conv2d-input-gradient.js';
import { convAttrs } from './kinds/convolution.js';
import { checkFloat } from './kinds/operands.js';
import { type TransposedOptions, transposedShape } from './kinds/transposed-convolution.js';

/** Options of {@link conv2dTranspose}. */
export type Conv2dTransposeOptions = TransposedOptions<Pair>;

/** [batch, height, width, channels]; a filter's last size is the one that has to fit. */
type Conv2dTranspose<A extends Shape, F extends Shape> = A extends readonly [infer N extends number, ...Shape]
  ? F extends readonly [number, number, infer C extends number, number]
    ? readonly [N, number, number, C]
    : readonly [number, number, number, number]
  : readonly [number, number, number, number];

/**
 * Transposed 2-D convolution, also called deconvolution: each pixel of x stamps the filter, scaled by it, onto a larger
 * image, and stamps add up: y[b, s·i + k − p, s·j + l − p, o] += x[b, i, j, c] · filter[k, l, o, c]. It is what
 * {@link conv2d} does to gradients on the way back.
 *
 * @param x - [batch, height, width, inChannels]
 * @param filter - [height, width, outChannels, inChannels], as Keras and TensorFlow.js have it
 * @param options - strides, padding and the size of the result
 * @returns [batch, outHeight, outWidth, outChannels]; 'same' gives size · stride, 'valid'
 * (size − 1) · stride + max(filter size, stride)
 * @throws ShapeError when channels differ or no convolution leads from `outputSize` to x, ValueError for options out
 * of range
 * @example conv2dTranspose(ones([1, 4, 4, 8]), ones([3, 3, 2, 8]), { strides: 2, padding: 'same' }).shape // [1, 8, 8, 2]
 * @see Dumoulin and Visin, A guide to convolution arithmetic for deep learning, arXiv:1603.07285, chapter 4
 */
export function conv2dTranspose<A extends Shape, F extends Shape>(
  x: Tensor<A>,
  filter: Tensor<F>,
  options: Conv2dTransposeOptions = {},
): Tensor<Conv2dTranspose<A, F>> {
  const op = 'conv2dTranspose';
  const [image, taps] = [checkFloat(op, x), checkFloat(op, filter, 'filter')];
  const inputShape = transposedShape(op, image.shape, taps.shape, options, 2);
  const { strides = 1, padding = 'valid' } = options;
  const attrs = { ...convAttrs(op, { strides, padding }), inputShape };
  return applyOne(conv2dInputGradientKernel, [image, taps], attrs) as Tensor<Conv2dTranspose<A, F>>;
}
