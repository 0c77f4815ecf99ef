import { applyOne } from '../dispatch.js';
import type { Shape } from '../shape.js';
import type { Tensor } from '../tensor.js';
import type { Triple } from '../volume-geometry.js';
import { conv3dInputGradientKernel } from './conv3d-input-gradient.js';
import { checkFloat } from './kinds/operands.js';
import { type TransposedOptions, transposedShape } from './kinds/transposed-convolution.js';
import { conv3dAttrs } from './kinds/volume-convolution.js';

/** Options of {@link conv3dTranspose}. */
export type Conv3dTransposeOptions = TransposedOptions<Triple>;

/** [batch, depth, height, width, channels]; a filter's last size is the one that has to fit. */
type Conv3dTranspose<A extends Shape, F extends Shape> = A extends readonly [infer N extends number, ...Shape]
  ? F extends readonly [number, number, number, infer C extends number, number]
    ? readonly [N, number, number, number, C]
    : readonly [number, number, number, number, number]
  : readonly [number, number, number, number, number];

/**
 * Transposed 3-D convolution: as {@link conv2dTranspose}, along one axis more. It is what {@link conv3d} does to
 * gradients on the way back.
 *
 * @param x - [batch, depth, height, width, inChannels]
 * @param filter - [depth, height, width, outChannels, inChannels], as Keras and TensorFlow.js have it
 * @param options - strides, padding and the size of the result
 * @returns [batch, outDepth, outHeight, outWidth, outChannels]; 'same' gives size · stride, 'valid'
 * (size − 1) · stride + max(filter size, stride)
 * @throws ShapeError when channels differ or no convolution leads from `outputSize` to x, ValueError for options out
 * of range
 * @example conv3dTranspose(ones([1, 4, 4, 4, 8]), ones([2, 2, 2, 3, 8]), { strides: 2 }).shape // [1, 8, 8, 8, 3]
 * @see Dumoulin and Visin, A guide to convolution arithmetic for deep learning, arXiv:1603.07285, chapter 4
 */
export function conv3dTranspose<A extends Shape, F extends Shape>(
  x: Tensor<A>,
  filter: Tensor<F>,
  options: Conv3dTransposeOptions = {},
): Tensor<Conv3dTranspose<A, F>> {
  const op = 'conv3dTranspose';
  const [volume, taps] = [checkFloat(op, x), checkFloat(op, filter, 'filter')];
  const inputShape = transposedShape(op, volume.shape, taps.shape, options, 3);
  const { strides = 1, padding = 'valid' } = options;
  const attrs = { ...conv3dAttrs(op, { strides, padding }), inputShape };
  return applyOne(conv3dInputGradientKernel, [volume, taps], attrs) as Tensor<Conv3dTranspose<A, F>>;
}
