import { max } from '@descent/core';
import { defineLayer } from '../defined-layer.js';
import type { Layer } from '../layer.js';
import type { ShapeFunction } from '../shape-function.js';
import { type GlobalPoolingOptions, globalPooling, type PooledVolume } from './global-pooling.js';

/** Shape rule of {@link globalMaxPool3d}. */
export interface GlobalMaxPool3d<Keep extends boolean> extends ShapeFunction {
  readonly name: 'globalMaxPool3d';
  readonly out: PooledVolume<this['in'], Keep>;
  readonly unranked: Keep extends true ? readonly [number, number, number, number] : readonly [number];
}

/**
 * Largest value of each channel over the whole volume.
 *
 * @param options - `keepDims`: keep the axes with size 1, default false
 * @returns a layer from [depth, height, width, channels] to [channels], or [1, 1, 1, channels]
 * @throws ShapeError for another rank, ValueError unless keepDims is true or false
 * @example globalMaxPool3d() // [8, 5, 5, 64] to [64]
 */
export function globalMaxPool3d<const Keep extends boolean = false>(
  options: GlobalPoolingOptions<Keep> = {},
): Layer<GlobalMaxPool3d<Keep>> {
  return defineLayer<GlobalMaxPool3d<Keep>>(globalPooling('globalMaxPool3d', 3, options, max));
}
