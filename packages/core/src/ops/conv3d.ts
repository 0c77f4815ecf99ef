import { applyOne } from '../dispatch.js';
import { defineKernel, type HostTensor, type TensorSpec } from '../kernel.js';
import type { Shape } from '../shape.js';
import type { Tensor } from '../tensor.js';
import type { Fail, Ok, TripleAt, Unranked, Windowed } from '../types/shapes.js';
import type { Triple } from '../volume-geometry.js';
import type { Padding } from '../window-axes.js';
import { conv3dFilterGradient } from './conv3d-filter-gradient.js';
import { conv3dInputGradient } from './conv3d-input-gradient.js';
import { checkFloat } from './kinds/operands.js';
import {
  type Conv3dAttrs,
  type Conv3dOptions,
  conv3dAttrs,
  conv3dGeometry,
  conv3dOutputShape,
  forEachVolumeProduct,
} from './kinds/volume-convolution.js';

/** Conv3D [x, filter]. */
export const conv3dKernel = defineKernel<Conv3dAttrs>({
  name: 'Conv3D',
  op: 'conv3d',
  outputs: ([x, filter], attrs) => {
    const [volume, taps] = [(x as TensorSpec).shape, (filter as TensorSpec).shape];
    return [
      {
        shape: conv3dOutputShape(conv3dGeometry('conv3d', volume, taps, attrs), taps[4] as number),
        dtype: 'float32',
      },
    ];
  },
  reference([x, filter], [out], attrs) {
    const [volume, taps, result] = [x as HostTensor, filter as HostTensor, out as HostTensor];
    const geometry = conv3dGeometry('conv3d', volume.shape, taps.shape, attrs);
    const totals = new Float64Array(result.values.length);
    forEachVolumeProduct(geometry, taps.shape, (cell, at, weight) => {
      (totals[at] as number) += (volume.values[cell] as number) * (taps.values[weight] as number);
    });
    result.values.set(totals);
  },
  gradient: ([dy], { inputs: [x, filter], attrs }) => {
    const [volume, taps, arriving] = [x as Tensor, filter as Tensor, dy as Tensor];
    const options = { strides: attrs.strides, padding: attrs.pad, dilations: attrs.dilations };
    return [
      conv3dInputGradient(volume.shape, arriving, taps, options),
      conv3dFilterGradient(volume, arriving, taps.shape, options),
    ];
  },
});

/** Shape of a convolution's result, where the compiler can work it out. */
export type Conv3d<A extends Shape, F extends Shape, S extends Triple, P extends Padding, D extends Triple> =
  Unranked<A> extends true
    ? readonly [number, number, number, number, number]
    : Unranked<F> extends true
      ? readonly [number, number, number, number, number]
      : A extends readonly [
            infer N extends number,
            infer Z extends number,
            infer H extends number,
            infer W extends number,
            number,
          ]
        ? F extends readonly [
            infer KZ extends number,
            infer KH extends number,
            infer KW extends number,
            number,
            infer C extends number,
          ]
          ? readonly [
              N,
              Windowed<Z, KZ, TripleAt<S, 0>, P, TripleAt<D, 0>>,
              Windowed<H, KH, TripleAt<S, 1>, P, TripleAt<D, 1>>,
              Windowed<W, KW, TripleAt<S, 2>, P, TripleAt<D, 2>>,
              C,
            ]
          : Fail<'a filter [depth, height, width, inChannels, outChannels]'>
        : Fail<'[batch, depth, height, width, channels]'>;

/**
 * 3-D convolution, over volumes or over pictures that follow one another: as {@link conv2d}, along one axis more,
 * y[b, h, i, j, o] = Σ x[b, s·h + d·m − p, s·i + d·k − p, s·j + d·l − p, c] · filter[m, k, l, c, o].
 *
 * @param x - [batch, depth, height, width, inChannels]
 * @param filter - [depth, height, width, inChannels, outChannels]
 * @param options - strides, padding ('valid', 'same', a number, or explicit) and dilations
 * @returns [batch, outDepth, outHeight, outWidth, outChannels]; 'same' gives ⌈size / stride⌉, the odd cell of padding at
 * the end; else ⌊(size + padding − span) / stride⌋ + 1 with span = (k − 1)·d + 1
 * @throws ShapeError when channels differ or the window does not fit, ValueError for options out of range
 * @example conv3d(ones([1, 9, 28, 28, 1]), ones([3, 3, 3, 1, 8])).shape // [1, 7, 26, 26, 8]
 * @see Dumoulin and Visin, A guide to convolution arithmetic for deep learning, arXiv:1603.07285
 */
export function conv3d<
  A extends Shape,
  F extends Shape,
  const S extends Triple = 1,
  const P extends Padding = 'valid',
  const D extends Triple = 1,
>(x: Tensor<A>, filter: Tensor<F>, options: Conv3dOptions<S, P, D> = {}): Tensor<Ok<Conv3d<A, F, S, P, D>>> {
  const inputs = [checkFloat('conv3d', x), checkFloat('conv3d', filter, 'filter')];
  return applyOne(conv3dKernel, inputs, conv3dAttrs('conv3d', options)) as Tensor<Ok<Conv3d<A, F, S, P, D>>>;
}
