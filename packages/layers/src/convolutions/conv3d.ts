import { conv3d as convolve, type Padding, type Triple } from '@descent/core';
import { defineLayer } from '../defined-layer.js';
import type { Layer } from '../layer.js';
import type { ShapeFunction } from '../shape-function.js';
import type { WindowedVolume } from '../spatial-types.js';
import { type ConvolutionOptions, convolution } from './convolution.js';

/** Options of {@link conv3d}. */
export interface Conv3dOptions<
  F extends number,
  K extends Triple,
  S extends Triple,
  P extends Padding,
  D extends Triple,
> extends ConvolutionOptions<F, K, S, P, D> {}

/** Shape rule of {@link conv3d}. */
export interface Conv3d<
  F extends number,
  K extends Triple,
  S extends Triple,
  P extends Padding,
  D extends Triple,
> extends ShapeFunction {
  readonly name: 'conv3d';
  readonly out: WindowedVolume<this['in'], F, K, S, P, D>;
  readonly unranked: readonly [number, number, number, F];
}

/**
 * 3-D convolution layer, over volumes and films: y = activation(x ∗ W + b).
 *
 * @returns a layer from [depth, height, width, channels] to [outDepth, outHeight, outWidth, filters] with W
 * [kernelDepth, kernelHeight, kernelWidth, channels, filters] and b [filters]
 * @throws ValueError for options out of range, ShapeError when the window does not fit
 * @example conv3d({ filters: 8, kernelSize: [1, 3, 3] })
 */
export function conv3d<
  const F extends number,
  const K extends Triple,
  const S extends Triple = 1,
  const P extends Padding = 'valid',
  const D extends Triple = 1,
>(options: Conv3dOptions<F, K, S, P, D>): Layer<Conv3d<F, K, S, P, D>> {
  return defineLayer<Conv3d<F, K, S, P, D>>(
    convolution<Triple>('conv3d', 3, options, (x, kernel, given) => convolve(x, kernel, given)),
  );
}
