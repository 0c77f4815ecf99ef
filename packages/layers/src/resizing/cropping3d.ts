import { defineLayer } from '../defined-layer.js';
import type { Layer, LayerOptions } from '../layer.js';
import type { ShapeFunction } from '../shape-function.js';
import { type CroppedVolume, cropping as crop } from './cropping.js';
import type { VolumeSides } from './sides.js';

/** Shape rule of {@link cropping3d}. */
export interface Cropping3d<V extends VolumeSides> extends ShapeFunction {
  readonly name: 'cropping3d';
  readonly out: CroppedVolume<this['in'], V>;
  readonly unranked: readonly [number, number, number, number];
}

/**
 * Cuts cells off the faces of the volume.
 *
 * @param cropping - one number for all sides, [depth, height, width], or three pairs [before, after]; default 1
 * @returns a layer of [depth, height, width, channels] that keeps the channels
 * @throws ValueError unless all are whole numbers ≥ 0, ShapeError when no cell would be left
 * @example cropping3d(2) // [8, 8, 8, 1] to [4, 4, 4, 1]
 */
export function cropping3d<const V extends VolumeSides = 1>(
  cropping: V = 1 as V,
  options: LayerOptions = {},
): Layer<Cropping3d<V>> {
  return defineLayer<Cropping3d<V>>(crop('cropping3d', 3, cropping, options));
}
