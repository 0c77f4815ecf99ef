import { applyOne } from '../dispatch.js';
import { defineKernel, type HostTensor, type TensorSpec } from '../kernel.js';
import type { Shape } from '../shape.js';
import type { Tensor } from '../tensor.js';
import type { Multiply } from '../types/arithmetic.js';
import type { Fail, Ok, Unranked } from '../types/shapes.js';
import type { Padding } from '../window-axes.js';
import type { Pair } from '../window-geometry.js';
import type { Conv2d } from './conv2d.js';
import { depthwiseConv2dFilterGradient } from './depthwise-conv2d-filter-gradient.js';
import { depthwiseConv2dInputGradient } from './depthwise-conv2d-input-gradient.js';
import { type Conv2dAttrs, type Conv2dOptions, convAttrs, convOptions } from './kinds/convolution.js';
import { depthwiseGeometry, depthwiseOutputShape, forEachProduct } from './kinds/depthwise.js';
import { checkFloat } from './kinds/operands.js';

/** DepthwiseConv2dNative [x, filter]. Strides together with dilations are an extension: TensorFlow.js refuses them. */
export const depthwiseConv2dKernel = defineKernel<Conv2dAttrs>({
  name: 'DepthwiseConv2dNative',
  op: 'depthwiseConv2d',
  outputs: ([x, filter], attrs) => {
    const [image, taps] = [(x as TensorSpec).shape, (filter as TensorSpec).shape];
    return [{ shape: depthwiseOutputShape('depthwiseConv2d', image, taps, attrs), dtype: 'float32' }];
  },
  reference([x, filter], [out], attrs) {
    const [image, taps, result] = [x as HostTensor, filter as HostTensor, out as HostTensor];
    const geometry = depthwiseGeometry('depthwiseConv2d', image.shape, taps.shape, attrs);
    const totals = new Float64Array(result.values.length);
    forEachProduct(geometry, taps.shape, (cell, at, weight) => {
      (totals[at] as number) += (image.values[cell] as number) * (taps.values[weight] as number);
    });
    result.values.set(totals);
  },
  gradient: ([dy], { inputs: [x, filter], attrs }) => {
    const [image, taps, arriving] = [x as Tensor, filter as Tensor, dy as Tensor];
    const options = convOptions(attrs);
    return [
      depthwiseConv2dInputGradient(image.shape, arriving, taps, options),
      depthwiseConv2dFilterGradient(image, arriving, taps.shape, options),
    ];
  },
});

/** Shape of a depthwise convolution's result, where the compiler can work it out. */
export type DepthwiseConv2d<
  A extends Shape,
  F extends Shape,
  S extends Pair,
  P extends Padding,
  D extends Pair,
> =
  Unranked<F> extends true
    ? readonly [number, number, number, number]
    : F extends readonly [
          infer KH extends number,
          infer KW extends number,
          infer C extends number,
          infer M extends number,
        ]
      ? Conv2d<A, readonly [KH, KW, C, Multiply<C, M>], S, P, D>
      : Fail<'a filter [height, width, inChannels, multiplier]'>;

/**
 * 2-D convolution of each channel by itself, with `multiplier` filters per channel; channels do not mix:
 * y[b, i, j, c·multiplier + m] = Σ x[b, s·i + d·k − p, s·j + d·l − p, c] · filter[k, l, c, m]. It takes the
 * inChannels-th part of the multiplications of {@link conv2d}.
 *
 * @param x - [batch, height, width, inChannels]
 * @param filter - [height, width, inChannels, multiplier]
 * @param options - strides, padding and dilations, as those of {@link conv2d}
 * @returns [batch, outHeight, outWidth, inChannels · multiplier]
 * @throws ShapeError when channels differ or the window does not fit, ValueError for options out of range
 * @example depthwiseConv2d(ones([1, 28, 28, 8]), ones([3, 3, 8, 2])).shape // [1, 26, 26, 16]
 * @see Sifre, Rigid-motion scattering for image classification, 2014, chapter 6
 */
export function depthwiseConv2d<
  A extends Shape,
  F extends Shape,
  const S extends Pair = 1,
  const P extends Padding = 'valid',
  const D extends Pair = 1,
>(
  x: Tensor<A>,
  filter: Tensor<F>,
  options: Conv2dOptions<S, P, D> = {},
): Tensor<Ok<DepthwiseConv2d<A, F, S, P, D>>> {
  const inputs = [checkFloat('depthwiseConv2d', x), checkFloat('depthwiseConv2d', filter, 'filter')];
  const attrs = convAttrs('depthwiseConv2d', options);
  return applyOne(depthwiseConv2dKernel, inputs, attrs) as Tensor<Ok<DepthwiseConv2d<A, F, S, P, D>>>;
}
