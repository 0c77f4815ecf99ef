import { max } from '@descent/core';
import { defineLayer } from '../defined-layer.js';
import type { Layer } from '../layer.js';
import type { ShapeFunction } from '../shape-function.js';
import { type GlobalPoolingOptions, globalPooling, type PooledImage } from './global-pooling.js';

/** Shape rule of {@link globalMaxPool2d}. */
export interface GlobalMaxPool2d<Keep extends boolean> extends ShapeFunction {
  readonly name: 'globalMaxPool2d';
  readonly out: PooledImage<this['in'], Keep>;
  readonly unranked: Keep extends true ? readonly [number, number, number] : readonly [number];
}

/**
 * Largest value of each channel over the whole image.
 *
 * @param options - `keepDims`: keep the axes with size 1, default false
 * @returns a layer from [height, width, channels] to [channels], or [1, 1, channels]
 * @throws ShapeError for another rank, ValueError unless keepDims is true or false
 * @example globalMaxPool2d() // [5, 5, 64] to [64]
 */
export function globalMaxPool2d<const Keep extends boolean = false>(
  options: GlobalPoolingOptions<Keep> = {},
): Layer<GlobalMaxPool2d<Keep>> {
  return defineLayer<GlobalMaxPool2d<Keep>>(globalPooling('globalMaxPool2d', 2, options, max));
}
