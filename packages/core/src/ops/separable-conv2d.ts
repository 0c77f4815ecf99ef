import { ShapeError } from '../errors.js';
import { scope } from '../scope.js';
import { type Shape, showShape } from '../shape.js';
import type { Tensor } from '../tensor.js';
import type { Ok } from '../types/shapes.js';
import type { Padding } from '../window-axes.js';
import type { Pair } from '../window-geometry.js';
import { type Conv2d, conv2d } from './conv2d.js';
import { type DepthwiseConv2d, depthwiseConv2d } from './depthwise-conv2d.js';
import { type Conv2dOptions, convAttrs } from './kinds/convolution.js';
import { depthwiseOutputShape } from './kinds/depthwise.js';
import { floatThroughout } from './kinds/operands.js';

/** Shape of a separable convolution's result, where the compiler can work it out. */
export type SeparableConv2d<
  A extends Shape,
  F extends Shape,
  B extends Shape,
  S extends Pair,
  P extends Padding,
  D extends Pair,
> = Conv2d<Ok<DepthwiseConv2d<A, F, S, P, D>>, B, 1, 'valid', 1>;

/**
 * 2-D convolution in two steps: each channel by itself ({@link depthwiseConv2d}), then a mix of the channels at each
 * pixel (a 1 × 1 {@link conv2d}). Far fewer multiplications and parameters than a convolution that does both at once.
 *
 * @param x - [batch, height, width, inChannels]
 * @param depthwiseFilter - [height, width, inChannels, multiplier]
 * @param pointwiseFilter - [1, 1, inChannels · multiplier, outChannels]
 * @param options - strides, padding and dilations of the first step
 * @returns [batch, outHeight, outWidth, outChannels]
 * @throws ShapeError when channels differ or the window does not fit, ValueError for options out of range
 * @example separableConv2d(ones([1, 9, 9, 4]), ones([3, 3, 4, 2]), ones([1, 1, 8, 5])).shape // [1, 7, 7, 5]
 * @see Chollet, Xception: deep learning with depthwise separable convolutions, arXiv:1610.02357
 */
export function separableConv2d<
  A extends Shape,
  F extends Shape,
  B extends Shape,
  const S extends Pair = 1,
  const P extends Padding = 'valid',
  const D extends Pair = 1,
>(
  x: Tensor<A>,
  depthwiseFilter: Tensor<F>,
  pointwiseFilter: Tensor<B>,
  options: Conv2dOptions<S, P, D> = {},
): Tensor<Ok<SeparableConv2d<A, F, B, S, P, D>>> {
  const op = 'separableConv2d';
  return scope(() => {
    const image: Tensor = floatThroughout(op, x);
    const taps: Tensor = floatThroughout(op, depthwiseFilter, 'depthwiseFilter');
    const mix: Tensor = floatThroughout(op, pointwiseFilter, 'pointwiseFilter');
    const channels = depthwiseOutputShape(op, image.shape, taps.shape, convAttrs(op, options))[3] as number;
    const [height, width, inChannels] = mix.shape;
    if (mix.shape.length !== 4 || height !== 1 || width !== 1 || inChannels !== channels) {
      throw new ShapeError(
        `${op}: a depthwise filter ${showShape(taps.shape)} wants a pointwise filter [1, 1, ${channels}, outChannels], got ${showShape(mix.shape)}`,
        { fix: 'its third size is inChannels · multiplier, the last two sizes of the depthwise filter' },
      );
    }
    return conv2d(depthwiseConv2d(image, taps, options), mix) as Tensor<
      Ok<SeparableConv2d<A, F, B, S, P, D>>
    >;
  });
}
