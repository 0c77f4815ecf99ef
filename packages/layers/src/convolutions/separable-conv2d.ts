import type { Padding, Pair } from '@descent/core';
import { defineLayer } from '../defined-layer.js';
import type { Layer } from '../layer.js';
import type { ShapeFunction } from '../shape-function.js';
import type { WindowedImage } from '../spatial-types.js';
import { type SeparableOptions, separable } from './separable.js';

/** Options of {@link separableConv2d}. */
export interface SeparableConv2dOptions<
  F extends number,
  K extends Pair,
  S extends Pair,
  P extends Padding,
  D extends Pair,
> extends SeparableOptions<F, K, S, P, D> {}

/** Shape rule of {@link separableConv2d}. */
export interface SeparableConv2d<
  F extends number,
  K extends Pair,
  S extends Pair,
  P extends Padding,
  D extends Pair,
> extends ShapeFunction {
  readonly name: 'separableConv2d';
  readonly out: WindowedImage<this['in'], F, K, S, P, D>;
  readonly unranked: readonly [number, number, F];
}

/**
 * Separable 2-D convolution layer: each channel by itself, then a mix of the channels at each pixel. Far fewer
 * multiplications and parameters than a convolution that does both at once.
 *
 * @returns a layer from [height, width, channels] to [outHeight, outWidth, filters] with depthwise filters
 * [kernelHeight, kernelWidth, channels, depthMultiplier], pointwise ones [1, 1, channels · depthMultiplier, filters] and b
 * [filters]
 * @throws ValueError for options out of range, ShapeError when the window does not fit
 * @example separableConv2d({ filters: 64, kernelSize: 3, padding: 'same' })
 * @see Chollet, Xception: deep learning with depthwise separable convolutions, arXiv:1610.02357
 */
export function separableConv2d<
  const F extends number,
  const K extends Pair,
  const S extends Pair = 1,
  const P extends Padding = 'valid',
  const D extends Pair = 1,
>(options: SeparableConv2dOptions<F, K, S, P, D>): Layer<SeparableConv2d<F, K, S, P, D>> {
  return defineLayer<SeparableConv2d<F, K, S, P, D>>(separable('separableConv2d', 2, options));
}
