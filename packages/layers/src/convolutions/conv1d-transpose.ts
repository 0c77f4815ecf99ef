import { conv1dTranspose as convolve } from '@descent/core';
import { defineLayer } from '../defined-layer.js';
import type { Layer } from '../layer.js';
import type { ShapeFunction } from '../shape-function.js';
import {
  type TransposedLine,
  type TransposedOptions,
  type TransposedPadding,
  transposed,
} from './transposed.js';

/** Options of {@link conv1dTranspose}. */
export interface Conv1dTransposeOptions<
  F extends number,
  K extends number,
  S extends number,
  P extends TransposedPadding,
  E extends number | undefined,
> extends TransposedOptions<F, K, S, P, E> {}

/** Shape rule of {@link conv1dTranspose}. */
export interface Conv1dTranspose<
  F extends number,
  K extends number,
  S extends number,
  P extends TransposedPadding,
  E extends number | undefined,
> extends ShapeFunction {
  readonly name: 'conv1dTranspose';
  readonly out: TransposedLine<this['in'], F, K, S, P, E>;
  readonly unranked: readonly [number, F];
}

/**
 * Transposed 1-D convolution layer: makes a line larger by strides, each cell spread over the filter's window.
 *
 * @returns a layer from [width, channels] to [outWidth, filters] with W [kernelWidth,
 * filters, channels] and b [filters]; 'same' gives size · stride, 'valid' (size − 1) · stride + max(kernel size, stride)
 * @throws ValueError for options out of range, ShapeError for another rank
 * @example conv1dTranspose({ filters: 8, kernelSize: 4, strides: 2, padding: 'same' })
 */
export function conv1dTranspose<
  const F extends number,
  const K extends number,
  const S extends number = 1,
  const P extends TransposedPadding = 'valid',
  const E extends number | undefined = undefined,
>(options: Conv1dTransposeOptions<F, K, S, P, E>): Layer<Conv1dTranspose<F, K, S, P, E>> {
  return defineLayer<Conv1dTranspose<F, K, S, P, E>>(
    transposed<number>('conv1dTranspose', 1, options, (x, kernel, given) => convolve(x, kernel, given)),
  );
}
