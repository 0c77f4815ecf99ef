import { conv2dTranspose as convolve, type Pair } from '@descent/core';
import { defineLayer } from '../defined-layer.js';
import type { Layer } from '../layer.js';
import type { ShapeFunction } from '../shape-function.js';
import {
  type TransposedImage,
  type TransposedOptions,
  type TransposedPadding,
  transposed,
} from './transposed.js';

/** Options of {@link conv2dTranspose}. */
export interface Conv2dTransposeOptions<
  F extends number,
  K extends Pair,
  S extends Pair,
  P extends TransposedPadding,
  E extends Pair | undefined,
> extends TransposedOptions<F, K, S, P, E> {}

/** Shape rule of {@link conv2dTranspose}. */
export interface Conv2dTranspose<
  F extends number,
  K extends Pair,
  S extends Pair,
  P extends TransposedPadding,
  E extends Pair | undefined,
> extends ShapeFunction {
  readonly name: 'conv2dTranspose';
  readonly out: TransposedImage<this['in'], F, K, S, P, E>;
  readonly unranked: readonly [number, number, F];
}

/**
 * Transposed 2-D convolution layer: makes images larger by strides, each cell spread over the filter's window.
 *
 * @returns a layer from [height, width, channels] to [outHeight, outWidth, filters] with W [kernelHeight, kernelWidth,
 * filters, channels] and b [filters]; 'same' gives size · stride, 'valid' (size − 1) · stride + max(kernel size, stride)
 * @throws ValueError for options out of range, ShapeError for another rank
 * @example conv2dTranspose({ filters: 8, kernelSize: 4, strides: 2, padding: 'same' })
 * @see Dumoulin and Visin, A guide to convolution arithmetic for deep learning, arXiv:1603.07285, chapter 4
 */
export function conv2dTranspose<
  const F extends number,
  const K extends Pair,
  const S extends Pair = 1,
  const P extends TransposedPadding = 'valid',
  const E extends Pair | undefined = undefined,
>(options: Conv2dTransposeOptions<F, K, S, P, E>): Layer<Conv2dTranspose<F, K, S, P, E>> {
  return defineLayer<Conv2dTranspose<F, K, S, P, E>>(
    transposed<Pair>('conv2dTranspose', 2, options, (x, kernel, given) => convolve(x, kernel, given)),
  );
}
