import { defineLayer } from '../defined-layer.js';
import type { Layer, LayerOptions } from '../layer.js';
import type { ShapeFunction } from '../shape-function.js';
import { type RepeatedLine, upSampling } from './up-sampling.js';

/** Shape rule of {@link upSampling1d}. */
export interface UpSampling1d<K extends number> extends ShapeFunction {
  readonly name: 'upSampling1d';
  readonly out: RepeatedLine<this['in'], K>;
  readonly unranked: readonly [number, number];
}

/**
 * Repeats each cell of a line.
 *
 * @param size - how often; default 2
 * @returns a layer of [width, channels] that keeps the channels
 * @throws ValueError unless whole and ≥ 1, ShapeError for another rank
 * @example upSampling1d(2) // [50, 8] to [100, 8]
 */
export function upSampling1d<const K extends number = 2>(
  size: K = 2 as K,
  options: LayerOptions = {},
): Layer<UpSampling1d<K>> {
  return defineLayer<UpSampling1d<K>>(upSampling('upSampling1d', 1, size, options));
}
