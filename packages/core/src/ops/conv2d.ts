import { applyOne } from '../dispatch.js';
import { defineKernel, type HostTensor, type TensorSpec } from '../kernel.js';
import type { Shape } from '../shape.js';
import type { Tensor } from '../tensor.js';
import type { Fail, Ok, PairAt, Unranked, Windowed } from '../types/shapes.js';
import type { Padding } from '../window-axes.js';
import type { Pair } from '../window-geometry.js';
import { conv2dFilterGradient } from './conv2d-filter-gradient.js';
import { conv2dInputGradient } from './conv2d-input-gradient.js';
import {
  type Conv2dAttrs,
  type Conv2dOptions,
  convAttrs,
  convGeometry,
  convOptions,
  convOutputShape,
  forEachTap,
} from './kinds/convolution.js';
import { checkFloat } from './kinds/operands.js';

/** Conv2D [x, filter]. */
export const conv2dKernel = defineKernel<Conv2dAttrs>({
  name: 'Conv2D',
  op: 'conv2d',
  outputs: ([x, filter], attrs) => {
    const [image, taps] = [(x as TensorSpec).shape, (filter as TensorSpec).shape];
    return [
      {
        shape: convOutputShape(convGeometry('conv2d', image, taps, attrs), taps[3] as number),
        dtype: 'float32',
      },
    ];
  },
  reference([x, filter], [out], attrs) {
    const [image, taps, result] = [x as HostTensor, filter as HostTensor, out as HostTensor];
    const [inCount, outCount] = taps.shape.slice(2) as [number, number];
    const totals = new Float64Array(result.values.length);
    forEachTap(convGeometry('conv2d', image.shape, taps.shape, attrs), (inPixel, outPixel, tap) => {
      for (let c = 0; c < inCount; c++) {
        const value = image.values[inPixel * inCount + c] as number;
        const row = (tap * inCount + c) * outCount;
        for (let o = 0; o < outCount; o++) {
          (totals[outPixel * outCount + o] as number) += value * (taps.values[row + o] as number);
        }
      }
    });
    result.values.set(totals);
  },
  gradient: ([dy], { inputs: [x, filter], attrs }) => {
    const [image, taps, arriving] = [x as Tensor, filter as Tensor, dy as Tensor];
    const options = convOptions(attrs);
    return [
      conv2dInputGradient(image.shape, arriving, taps, options),
      conv2dFilterGradient(image, arriving, taps.shape, options),
    ];
  },
});

/** Shape of a convolution's result, where the compiler can work it out. */
export type Conv2d<A extends Shape, F extends Shape, S extends Pair, P extends Padding, D extends Pair> =
  Unranked<A> extends true
    ? readonly [number, number, number, number]
    : Unranked<F> extends true
      ? readonly [number, number, number, number]
      : A extends readonly [infer N extends number, infer H extends number, infer W extends number, number]
        ? F extends readonly [
            infer KH extends number,
            infer KW extends number,
            number,
            infer C extends number,
          ]
          ? readonly [
              N,
              Windowed<H, KH, PairAt<S, 0>, P, PairAt<D, 0>>,
              Windowed<W, KW, PairAt<S, 1>, P, PairAt<D, 1>>,
              C,
            ]
          : Fail<'a filter [height, width, inChannels, outChannels]'>
        : Fail<'[batch, height, width, channels]'>;

/**
 * 2-D convolution (cross-correlation, as in every deep-learning library):
 * y[b, i, j, o] = Σ x[b, s·i + d·k − p, s·j + d·l − p, c] · filter[k, l, c, o].
 *
 * @param x - [batch, height, width, inChannels]
 * @param filter - [height, width, inChannels, outChannels]
 * @param options - strides, padding ('valid', 'same', a number, or explicit), dilations, and whether to be precise
 * @returns [batch, outHeight, outWidth, outChannels]; 'same' gives ⌈size / stride⌉, the odd cell of padding at
 * the end; else ⌊(size + padding − span) / stride⌋ + 1 with span = (k − 1)·d + 1
 * @throws ShapeError when channels differ or the window does not fit, ValueError for options out of range
 * @example conv2d(ones([1, 28, 28, 1]), ones([3, 3, 1, 8])).shape // [1, 26, 26, 8]
 * @see Dumoulin and Visin, A guide to convolution arithmetic for deep learning, arXiv:1603.07285
 */
export function conv2d<
  A extends Shape,
  F extends Shape,
  const S extends Pair = 1,
  const P extends Padding = 'valid',
  const D extends Pair = 1,
>(x: Tensor<A>, filter: Tensor<F>, options: Conv2dOptions<S, P, D> = {}): Tensor<Ok<Conv2d<A, F, S, P, D>>> {
  const inputs = [checkFloat('conv2d', x), checkFloat('conv2d', filter, 'filter')];
  return applyOne(conv2dKernel, inputs, convAttrs('conv2d', options)) as Tensor<Ok<Conv2d<A, F, S, P, D>>>;
}
