import { mean } from '@descent/core';
import { defineLayer } from '../defined-layer.js';
import type { Layer } from '../layer.js';
import type { ShapeFunction } from '../shape-function.js';
import { type GlobalPoolingOptions, globalPooling, type PooledVolume } from './global-pooling.js';

/** Shape rule of {@link globalAveragePool3d}. */
export interface GlobalAveragePool3d<Keep extends boolean> extends ShapeFunction {
  readonly name: 'globalAveragePool3d';
  readonly out: PooledVolume<this['in'], Keep>;
  readonly unranked: Keep extends true ? readonly [number, number, number, number] : readonly [number];
}

/**
 * Average of each channel over the whole volume.
 *
 * @param options - `keepDims`: keep the axes with size 1, default false
 * @returns a layer from [depth, height, width, channels] to [channels], or [1, 1, 1, channels]
 * @throws ShapeError for another rank, ValueError unless keepDims is true or false
 * @example globalAveragePool3d() // [8, 5, 5, 64] to [64]
 */
export function globalAveragePool3d<const Keep extends boolean = false>(
  options: GlobalPoolingOptions<Keep> = {},
): Layer<GlobalAveragePool3d<Keep>> {
  return defineLayer<GlobalAveragePool3d<Keep>>(globalPooling('globalAveragePool3d', 3, options, mean));
}
