import { defineLayer } from '../defined-layer.js';
import type { Layer, LayerOptions } from '../layer.js';
import type { ShapeFunction } from '../shape-function.js';
import { type OfRank, spatialDropout } from './spatial-dropout.js';

/** Shape rule of {@link spatialDropout1d}. */
export interface SpatialDropout1d extends ShapeFunction {
  readonly name: 'spatialDropout1d';
  readonly out: OfRank<this['in'], 2, '[width, channels]'>;
  readonly unranked: readonly [number, number];
}

/**
 * While training, sets whole channels to 0 with probability `rate` and divides the rest by 1 − rate. Neighbouring
 * cells are much alike, so that dropping single ones, as `dropout` does, would hide little.
 *
 * @param rate - in [0, 1)
 * @returns a layer of [width, channels] that keeps the shape
 * @throws ValueError for another rate, or when training without an rng; ShapeError for another rank
 * @see Tompson et al., Efficient object localization using convolutional networks, arXiv:1411.4280
 * @example spatialDropout1d(0.2)
 */
export function spatialDropout1d(rate: number, options: LayerOptions = {}): Layer<SpatialDropout1d> {
  return defineLayer<SpatialDropout1d>(spatialDropout('spatialDropout1d', 1, rate, options));
}
