import type { Triple } from '@descent/core';
import { defineLayer } from '../defined-layer.js';
import type { Layer, LayerOptions } from '../layer.js';
import type { ShapeFunction } from '../shape-function.js';
import { type RepeatedVolume, upSampling } from './up-sampling.js';

/** Shape rule of {@link upSampling3d}. */
export interface UpSampling3d<K extends Triple> extends ShapeFunction {
  readonly name: 'upSampling3d';
  readonly out: RepeatedVolume<this['in'], K>;
  readonly unranked: readonly [number, number, number, number];
}

/**
 * Repeats each voxel of a volume.
 *
 * @param size - how often, one number or [depth, height, width]; default 2
 * @returns a layer of [depth, height, width, channels] that keeps the channels
 * @throws ValueError unless whole and ≥ 1, ShapeError for another rank
 * @example upSampling3d(2) // [4, 4, 4, 8] to [8, 8, 8, 8]
 */
export function upSampling3d<const K extends Triple = 2>(
  size: K = 2 as K,
  options: LayerOptions = {},
): Layer<UpSampling3d<K>> {
  return defineLayer<UpSampling3d<K>>(upSampling('upSampling3d', 3, size, options));
}
