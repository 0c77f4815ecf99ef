import { defineLayer } from '../defined-layer.js';
import type { Layer, LayerOptions } from '../layer.js';
import type { ShapeFunction } from '../shape-function.js';
import { type CroppedImage, cropping as crop } from './cropping.js';
import type { ImageSides } from './sides.js';

/** Shape rule of {@link cropping2d}. */
export interface Cropping2d<V extends ImageSides> extends ShapeFunction {
  readonly name: 'cropping2d';
  readonly out: CroppedImage<this['in'], V>;
  readonly unranked: readonly [number, number, number];
}

/**
 * Cuts cells off the edges of the image.
 *
 * @param cropping - one number for all sides, [height, width], or [[top, bottom], [left, right]]; default 0
 * @returns a layer of [height, width, channels] that keeps the channels
 * @throws ValueError unless all are whole numbers ≥ 0, ShapeError when no cell would be left
 * @example cropping2d([[1, 0], [2, 2]]) // [28, 28, 1] to [27, 24, 1]
 */
export function cropping2d<const V extends ImageSides = 0>(
  cropping: V = 0 as V,
  options: LayerOptions = {},
): Layer<Cropping2d<V>> {
  return defineLayer<Cropping2d<V>>(crop('cropping2d', 2, cropping, options));
}
