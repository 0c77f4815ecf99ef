import type { Padding } from '@descent/core';
import { defineLayer } from '../defined-layer.js';
import type { Layer } from '../layer.js';
import type { ShapeFunction } from '../shape-function.js';
import type { WindowedLine } from '../spatial-types.js';
import { type Deepened, type DepthwiseOptions, depthwise } from './depthwise.js';

/** Options of {@link depthwiseConv1d}. */
export interface DepthwiseConv1dOptions<
  K extends number,
  S extends number,
  P extends Padding,
  D extends number,
  M extends number,
> extends DepthwiseOptions<K, S, P, D, M> {}

/** Shape rule of {@link depthwiseConv1d}. */
export interface DepthwiseConv1d<
  K extends number,
  S extends number,
  P extends Padding,
  D extends number,
  M extends number,
> extends ShapeFunction {
  readonly name: 'depthwiseConv1d';
  readonly out: WindowedLine<this['in'], Deepened<this['in'], M>, K, S, P, D>;
  readonly unranked: readonly [number, number];
}

/**
 * Depthwise 1-D convolution layer: each channel by itself, along a line.
 *
 * @returns a layer from [width, channels] to [outWidth, channels · depthMultiplier] with W [kernelWidth,
 * channels, depthMultiplier] and b [channels · depthMultiplier]
 * @throws ValueError for options out of range, ShapeError when the window does not fit
 * @example depthwiseConv1d({ kernelSize: 3, padding: 'same' })
 */
export function depthwiseConv1d<
  const K extends number,
  const S extends number = 1,
  const P extends Padding = 'valid',
  const D extends number = 1,
  const M extends number = 1,
>(options: DepthwiseConv1dOptions<K, S, P, D, M>): Layer<DepthwiseConv1d<K, S, P, D, M>> {
  return defineLayer<DepthwiseConv1d<K, S, P, D, M>>(depthwise('depthwiseConv1d', 1, options));
}
