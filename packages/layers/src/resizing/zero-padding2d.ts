import { defineLayer } from '../defined-layer.js';
import type { Layer, LayerOptions } from '../layer.js';
import type { ShapeFunction } from '../shape-function.js';
import type { ImageSides } from './sides.js';
import { type PaddedImage, zeroPadding } from './zero-padding.js';

/** Shape rule of {@link zeroPadding2d}. */
export interface ZeroPadding2d<V extends ImageSides> extends ShapeFunction {
  readonly name: 'zeroPadding2d';
  readonly out: PaddedImage<this['in'], V>;
  readonly unranked: readonly [number, number, number];
}

/**
 * Adds cells of 0 around the image.
 *
 * @param padding - one number for all sides, [height, width], or [[top, bottom], [left, right]]; default 1
 * @returns a layer of [height, width, channels] that keeps the channels
 * @throws ValueError unless all are whole numbers ≥ 0, ShapeError for another rank
 * @example zeroPadding2d([[1, 0], [1, 0]]) // [28, 28, 1] to [29, 29, 1]
 */
export function zeroPadding2d<const V extends ImageSides = 1>(
  padding: V = 1 as V,
  options: LayerOptions = {},
): Layer<ZeroPadding2d<V>> {
  return defineLayer<ZeroPadding2d<V>>(zeroPadding('zeroPadding2d', 2, padding, options));
}
