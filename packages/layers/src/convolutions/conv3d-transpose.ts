import { conv3dTranspose as convolve, type Triple } from '@descent/core';
import { defineLayer } from '../defined-layer.js';
import type { Layer } from '../layer.js';
import type { ShapeFunction } from '../shape-function.js';
import {
  type TransposedOptions,
  type TransposedPadding,
  type TransposedVolume,
  transposed,
} from './transposed.js';

/** Options of {@link conv3dTranspose}. */
export interface Conv3dTransposeOptions<
  F extends number,
  K extends Triple,
  S extends Triple,
  P extends TransposedPadding,
  E extends Triple | undefined,
> extends TransposedOptions<F, K, S, P, E> {}

/** Shape rule of {@link conv3dTranspose}. */
export interface Conv3dTranspose<
  F extends number,
  K extends Triple,
  S extends Triple,
  P extends TransposedPadding,
  E extends Triple | undefined,
> extends ShapeFunction {
  readonly name: 'conv3dTranspose';
  readonly out: TransposedVolume<this['in'], F, K, S, P, E>;
  readonly unranked: readonly [number, number, number, F];
}

/**
 * Transposed 3-D convolution layer: makes volumes larger by strides, each cell spread over the filter's window.
 *
 * @returns a layer from [depth, height, width, channels] to [outDepth, outHeight, outWidth, filters] with W [kernelDepth, kernelHeight, kernelWidth,
 * filters, channels] and b [filters]; 'same' gives size · stride, 'valid' (size − 1) · stride + max(kernel size, stride)
 * @throws ValueError for options out of range, ShapeError for another rank
 * @example conv3dTranspose({ filters: 8, kernelSize: 4, strides: 2, padding: 'same' })
 */
export function conv3dTranspose<
  const F extends number,
  const K extends Triple,
  const S extends Triple = 1,
  const P extends TransposedPadding = 'valid',
  const E extends Triple | undefined = undefined,
>(options: Conv3dTransposeOptions<F, K, S, P, E>): Layer<Conv3dTranspose<F, K, S, P, E>> {
  return defineLayer<Conv3dTranspose<F, K, S, P, E>>(
    transposed<Triple>('conv3dTranspose', 3, options, (x, kernel, given) => convolve(x, kernel, given)),
  );
}
