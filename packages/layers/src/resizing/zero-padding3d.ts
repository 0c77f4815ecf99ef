import { defineLayer } from '../defined-layer.js';
import type { Layer, LayerOptions } from '../layer.js';
import type { ShapeFunction } from '../shape-function.js';
import type { VolumeSides } from './sides.js';
import { type PaddedVolume, zeroPadding } from './zero-padding.js';

/** Shape rule of {@link zeroPadding3d}. */
export interface ZeroPadding3d<V extends VolumeSides> extends ShapeFunction {
  readonly name: 'zeroPadding3d';
  readonly out: PaddedVolume<this['in'], V>;
  readonly unranked: readonly [number, number, number, number];
}

/**
 * Adds cells of 0 around the volume.
 *
 * @param padding - one number for all sides, [depth, height, width], or three pairs [before, after]; default 1
 * @returns a layer of [depth, height, width, channels] that keeps the channels
 * @throws ValueError unless all are whole numbers ≥ 0, ShapeError for another rank
 * @example zeroPadding3d(1) // [8, 8, 8, 1] to [10, 10, 10, 1]
 */
export function zeroPadding3d<const V extends VolumeSides = 1>(
  padding: V = 1 as V,
  options: LayerOptions = {},
): Layer<ZeroPadding3d<V>> {
  return defineLayer<ZeroPadding3d<V>>(zeroPadding('zeroPadding3d', 3, padding, options));
}
