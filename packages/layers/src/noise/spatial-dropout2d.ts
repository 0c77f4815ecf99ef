import { defineLayer } from '../defined-layer.js';
import type { Layer, LayerOptions } from '../layer.js';
import type { ShapeFunction } from '../shape-function.js';
import { type OfRank, spatialDropout } from './spatial-dropout.js';

/** Shape rule of {@link spatialDropout2d}. */
export interface SpatialDropout2d extends ShapeFunction {
  readonly name: 'spatialDropout2d';
  readonly out: OfRank<this['in'], 3, '[height, width, channels]'>;
  readonly unranked: readonly [number, number, number];
}

/**
 * While training, sets whole channels to 0 with probability `rate` and divides the rest by 1 − rate. Neighbouring
 * pixels are much alike, so that dropping single ones, as `dropout` does, would hide little.
 *
 * @param rate - in [0, 1)
 * @returns a layer of [height, width, channels] that keeps the shape
 * @throws ValueError for another rate, or when training without an rng; ShapeError for another rank
 * @see Tompson et al., Efficient object localization using convolutional networks, arXiv:1411.4280
 * @example spatialDropout2d(0.2)
 */
export function spatialDropout2d(rate: number, options: LayerOptions = {}): Layer<SpatialDropout2d> {
  return defineLayer<SpatialDropout2d>(spatialDropout('spatialDropout2d', 2, rate, options));
}
