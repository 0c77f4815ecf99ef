import type { Padding } from '@descent/core';
import { defineLayer } from '../defined-layer.js';
import type { Layer } from '../layer.js';
import type { ShapeFunction } from '../shape-function.js';
import type { WindowedLine } from '../spatial-types.js';
import { type SeparableOptions, separable } from './separable.js';

/** Options of {@link separableConv1d}. */
export interface SeparableConv1dOptions<
  F extends number,
  K extends number,
  S extends number,
  P extends Padding,
  D extends number,
> extends SeparableOptions<F, K, S, P, D> {}

/** Shape rule of {@link separableConv1d}. */
export interface SeparableConv1d<
  F extends number,
  K extends number,
  S extends number,
  P extends Padding,
  D extends number,
> extends ShapeFunction {
  readonly name: 'separableConv1d';
  readonly out: WindowedLine<this['in'], F, K, S, P, D>;
  readonly unranked: readonly [number, F];
}

/**
 * Separable 1-D convolution layer: each channel by itself, then a mix of the channels at each cell. Far fewer
 * multiplications and parameters than a convolution that does both at once.
 *
 * @returns a layer from [width, channels] to [outWidth, filters] with depthwise filters
 * [kernelWidth, channels, depthMultiplier], pointwise ones [1, channels · depthMultiplier, filters] and b
 * [filters]
 * @throws ValueError for options out of range, ShapeError when the window does not fit
 * @example separableConv1d({ filters: 64, kernelSize: 3, padding: 'same' })
 */
export function separableConv1d<
  const F extends number,
  const K extends number,
  const S extends number = 1,
  const P extends Padding = 'valid',
  const D extends number = 1,
>(options: SeparableConv1dOptions<F, K, S, P, D>): Layer<SeparableConv1d<F, K, S, P, D>> {
  return defineLayer<SeparableConv1d<F, K, S, P, D>>(separable('separableConv1d', 1, options));
}
