import { conv2d as convolve, type Padding, type Pair } from '@descent/core';
import { defineLayer } from '../defined-layer.js';
import type { Layer } from '../layer.js';
import type { ShapeFunction } from '../shape-function.js';
import type { WindowedImage } from '../spatial-types.js';
import { type ConvolutionOptions, convolution } from './convolution.js';

/** Options of {@link conv2d}. */
export interface Conv2dOptions<
  F extends number,
  K extends Pair,
  S extends Pair,
  P extends Padding,
  D extends Pair,
> extends ConvolutionOptions<F, K, S, P, D> {
  /** True for the most exact sums, in gradients too, where a backend has a faster way. Default false. */
  readonly precise?: boolean;
}

/** Shape rule of {@link conv2d}. */
export interface Conv2d<F extends number, K extends Pair, S extends Pair, P extends Padding, D extends Pair>
  extends ShapeFunction {
  readonly name: 'conv2d';
  readonly out: WindowedImage<this['in'], F, K, S, P, D>;
  readonly unranked: readonly [number, number, F];
}

/**
 * 2-D convolution layer: y = activation(x ∗ W + b), one feature map per filter.
 *
 * @returns a layer from [height, width, channels] to [outHeight, outWidth, filters] with W [kernelHeight,
 * kernelWidth, channels, filters] and b [filters]
 * @throws ValueError for options out of range, ShapeError when the window does not fit
 * @example conv2d({ filters: 32, kernelSize: 3, activation: 'relu' })
 */
export function conv2d<
  const F extends number,
  const K extends Pair,
  const S extends Pair = 1,
  const P extends Padding = 'valid',
  const D extends Pair = 1,
>(options: Conv2dOptions<F, K, S, P, D>): Layer<Conv2d<F, K, S, P, D>> {
  const { precise = false } = options;
  const definition = convolution<Pair>('conv2d', 2, options, (x, kernel, given) =>
    convolve(x, kernel, { ...given, precise }),
  );
  const optionNames = { ...definition.optionNames, precise: true } as const;
  return defineLayer<Conv2d<F, K, S, P, D>>({ ...definition, optionNames });
}
