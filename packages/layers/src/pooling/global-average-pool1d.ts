import { mean } from '@descent/core';
import { defineLayer } from '../defined-layer.js';
import type { Layer } from '../layer.js';
import type { ShapeFunction } from '../shape-function.js';
import { type GlobalPoolingOptions, globalPooling, type PooledLine } from './global-pooling.js';

/** Shape rule of {@link globalAveragePool1d}. */
export interface GlobalAveragePool1d<Keep extends boolean> extends ShapeFunction {
  readonly name: 'globalAveragePool1d';
  readonly out: PooledLine<this['in'], Keep>;
  readonly unranked: Keep extends true ? readonly [number, number] : readonly [number];
}

/**
 * Average of each channel over the whole line.
 *
 * @param options - `keepDims`: keep the axes with size 1, default false
 * @returns a layer from [width, channels] to [channels], or [1, channels]
 * @throws ShapeError for another rank, ValueError unless keepDims is true or false
 * @example globalAveragePool1d() // [100, 64] to [64]
 */
export function globalAveragePool1d<const Keep extends boolean = false>(
  options: GlobalPoolingOptions<Keep> = {},
): Layer<GlobalAveragePool1d<Keep>> {
  return defineLayer<GlobalAveragePool1d<Keep>>(globalPooling('globalAveragePool1d', 1, options, mean));
}
