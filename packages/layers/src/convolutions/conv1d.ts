import { conv1d as convolve, type Padding } from '@descent/core';
import { defineLayer } from '../defined-layer.js';
import type { Layer } from '../layer.js';
import type { ShapeFunction } from '../shape-function.js';
import type { LinePadding, WindowedLine } from '../spatial-types.js';
import { type ConvolutionOptions, convolution } from './convolution.js';

/**
 * Options of {@link conv1d}. Padding 'causal' puts all of it before the first cell, so that y[i] depends on no x after
 * x[i].
 */
export interface Conv1dOptions<
  F extends number,
  K extends number,
  S extends number,
  P extends LinePadding,
  D extends number,
> extends ConvolutionOptions<F, K, S, P, D> {}

/** Shape rule of {@link conv1d}. */
export interface Conv1d<
  F extends number,
  K extends number,
  S extends number,
  P extends LinePadding,
  D extends number,
> extends ShapeFunction {
  readonly name: 'conv1d';
  readonly out: WindowedLine<this['in'], F, K, S, P, D>;
  readonly unranked: readonly [number, F];
}

/**
 * 1-D convolution layer, over series and texts: y = activation(x ∗ W + b).
 *
 * @returns a layer from [width, channels] to [outWidth, filters] with W [kernelSize, channels, filters] and b [filters]
 * @throws ValueError for options out of range, ShapeError when the window does not fit
 * @example conv1d({ filters: 16, kernelSize: 5, padding: 'causal' })
 */
export function conv1d<
  const F extends number,
  const K extends number,
  const S extends number = 1,
  const P extends LinePadding = 'valid',
  const D extends number = 1,
>(options: Conv1dOptions<F, K, S, P, D>): Layer<Conv1d<F, K, S, P, D>> {
  const padding = paddingOf(options);
  const definition = convolution<number>('conv1d', 1, { ...options, padding }, (x, kernel, given) =>
    convolve(x, kernel, given),
  );
  return defineLayer<Conv1d<F, K, S, P, D>>({ ...definition, config: { ...options } });
}

function paddingOf({
  kernelSize,
  padding = 'valid',
  dilations = 1,
}: {
  readonly kernelSize: number;
  readonly padding?: LinePadding;
  readonly dilations?: number;
}): Padding {
  if (padding !== 'causal') return padding;
  return [
    [0, 0],
    [(kernelSize - 1) * dilations, 0],
    [0, 0],
  ];
}
