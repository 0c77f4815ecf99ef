import { describeValue } from '../describe-value.js';
import { applyOne } from '../dispatch.js';
import { ShapeError, ValueError } from '../errors.js';
import { type Shape, sameShape, showShape } from '../shape.js';
import type { Tensor } from '../tensor.js';
import { type Pair, pairOf } from '../window-geometry.js';
import { conv2dInputGradientKernel } from './conv2d-input-gradient.js';
import { convAttrs, convGeometry, convOutputShape } from './kinds/convolution.js';
import { checkFloat } from './kinds/operands.js';

/** Options of {@link conv2dTranspose}. */
export interface Conv2dTransposeOptions {
  /** How far apart the pixels of x come to lie. Default 1. */
  readonly strides?: Pair;
  /** Default 'valid'. */
  readonly padding?: 'valid' | 'same';
  /** Height and width of the result, where strides leave several; default: those of Keras, see below. */
  readonly outputSize?: Pair;
}

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
  { strides = 1, padding = 'valid', outputSize }: Conv2dTransposeOptions = {},
): Tensor<Conv2dTranspose<A, F>> {
  const op = 'conv2dTranspose';
  const [image, taps] = [checkFloat(op, x), checkFloat(op, filter, 'filter')];
  const [batch, height, width, inChannels] = fourSizes(image.shape, 'x [batch, height, width, channels]');
  const [tapHeight, tapWidth, outChannels, filterChannels] = fourSizes(
    taps.shape,
    'a filter [height, width, outChannels, inChannels]',
  );
  if (padding !== 'valid' && padding !== 'same') {
    throw new ValueError(`${op}: padding must be 'valid' or 'same', got ${describeValue(padding)}`);
  }
  if (inChannels !== filterChannels) {
    throw new ShapeError(
      `${op}: channels differ: x is ${showShape(image.shape)}, filter is ${showShape(taps.shape)}, and ${inChannels} ≠ ${filterChannels}`,
      { fix: 'a filter is [height, width, outChannels, inChannels]; inChannels is the last size of x' },
    );
  }
  const [strideHeight, strideWidth] = pairOf(op, 'strides', strides);
  const sizeOfAxis = (size: number, stride: number, span: number): number =>
    padding === 'same' || size === 0 ? size * stride : (size - 1) * stride + Math.max(span, stride);
  const [outHeight, outWidth] = outputSize
    ? pairOf(op, 'outputSize', outputSize)
    : [sizeOfAxis(height, strideHeight, tapHeight), sizeOfAxis(width, strideWidth, tapWidth)];
  const inputShape = [batch, outHeight, outWidth, outChannels];
  const attrs = { ...convAttrs(op, { strides, padding }), inputShape };
  const back = convOutputShape(convGeometry(op, inputShape, taps.shape, attrs), inChannels);
  if (!sameShape(back, image.shape)) {
    throw new ShapeError(
      `${op}: a convolution takes outputSize ${showShape([outHeight, outWidth])} to ${showShape(back)}, x is ${showShape(image.shape)}`,
      {
        fix: `leave outputSize out, or give a size that a convolution of strides ${showShape([strideHeight, strideWidth])} takes to that of x`,
      },
    );
  }
  return applyOne(conv2dInputGradientKernel, [image, taps], attrs) as Tensor<Conv2dTranspose<A, F>>;

  function fourSizes(shape: readonly number[], what: string): readonly [number, number, number, number] {
    if (shape.length === 4) return shape as unknown as readonly [number, number, number, number];
    throw new ShapeError(`${op}: expects ${what}, got ${showShape(shape)}`);
  }
}
