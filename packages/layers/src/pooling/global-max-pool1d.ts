import { max } from '@descent/core';
import { defineLayer } from '../defined-layer.js';
import type { Layer } from '../layer.js';
import type { ShapeFunction } from '../shape-function.js';
import { type GlobalPoolingOptions, globalPooling, type PooledLine } from './global-pooling.js';

/** Shape rule of {@link globalMaxPool1d}. */
export interface GlobalMaxPool1d<Keep extends boolean> extends ShapeFunction {
  readonly name: 'globalMaxPool1d';
  readonly out: PooledLine<this['in'], Keep>;
  readonly unranked: Keep extends true ? readonly [number, number] : readonly [number];
}

/**
 * Largest value of each channel over the whole line.
 *
 * @param options - `keepDims`: keep the axes with size 1, default false
 * @returns a layer from [width, channels] to [channels], or [1, channels]
 * @throws ShapeError for another rank, ValueError unless keepDims is true or false
 * @example globalMaxPool1d() // [100, 64] to [64]
 */
export function globalMaxPool1d<const Keep extends boolean = false>(
  options: GlobalPoolingOptions<Keep> = {},
): Layer<GlobalMaxPool1d<Keep>> {
  return defineLayer<GlobalMaxPool1d<Keep>>(globalPooling('globalMaxPool1d', 1, options, max));
}
