import type { Padding, Pair } from '@descent/core';
import { defineLayer } from '../defined-layer.js';
import type { Layer } from '../layer.js';
import type { ShapeFunction } from '../shape-function.js';
import type { WindowedImage } from '../spatial-types.js';
import { type Deepened, type DepthwiseOptions, depthwise } from './depthwise.js';

/** Options of {@link depthwiseConv2d}. */
export interface DepthwiseConv2dOptions<
  K extends Pair,
  S extends Pair,
  P extends Padding,
  D extends Pair,
  M extends number,
> extends DepthwiseOptions<K, S, P, D, M> {}

/** Shape rule of {@link depthwiseConv2d}. */
export interface DepthwiseConv2d<
  K extends Pair,
  S extends Pair,
  P extends Padding,
  D extends Pair,
  M extends number,
> extends ShapeFunction {
  readonly name: 'depthwiseConv2d';
  readonly out: WindowedImage<this['in'], Deepened<this['in'], M>, K, S, P, D>;
  readonly unranked: readonly [number, number, number];
}

/**
 * Depthwise 2-D convolution layer: convolves each channel by itself, with `depthMultiplier` filters per channel, so that
 * channels do not mix.
 *
 * @returns a layer from [height, width, channels] to [outHeight, outWidth, channels · depthMultiplier] with W [kernelHeight, kernelWidth,
 * channels, depthMultiplier] and b [channels · depthMultiplier]
 * @throws ValueError for options out of range, ShapeError when the window does not fit
 * @example depthwiseConv2d({ kernelSize: 3, padding: 'same' })
 */
export function depthwiseConv2d<
  const K extends Pair,
  const S extends Pair = 1,
  const P extends Padding = 'valid',
  const D extends Pair = 1,
  const M extends number = 1,
>(options: DepthwiseConv2dOptions<K, S, P, D, M>): Layer<DepthwiseConv2d<K, S, P, D, M>> {
  return defineLayer<DepthwiseConv2d<K, S, P, D, M>>(depthwise('depthwiseConv2d', 2, options));
}
