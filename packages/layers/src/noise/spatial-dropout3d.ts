import { defineLayer } from '../defined-layer.js';
import type { Layer, LayerOptions } from '../layer.js';
import type { ShapeFunction } from '../shape-function.js';
import { type OfRank, spatialDropout } from './spatial-dropout.js';

/** Shape rule of {@link spatialDropout3d}. */
export interface SpatialDropout3d extends ShapeFunction {
  readonly name: 'spatialDropout3d';
  readonly out: OfRank<this['in'], 4, '[depth, height, width, channels]'>;
  readonly unranked: readonly [number, number, number, number];
}

/**
 * While training, sets whole channels to 0 with probability `rate` and divides the rest by 1 − rate. Neighbouring
 * voxels are much alike, so that dropping single ones, as `dropout` does, would hide little.
 *
 * @param rate - in [0, 1)
 * @returns a layer of [depth, height, width, channels] that keeps the shape
 * @throws ValueError for another rate, or when training without an rng; ShapeError for another rank
 * @see Tompson et al., Efficient object localization using convolutional networks, arXiv:1411.4280
 * @example spatialDropout3d(0.2)
 */
export function spatialDropout3d(rate: number, options: LayerOptions = {}): Layer<SpatialDropout3d> {
  return defineLayer<SpatialDropout3d>(spatialDropout('spatialDropout3d', 3, rate, options));
}
