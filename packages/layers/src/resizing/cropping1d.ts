import { defineLayer } from '../defined-layer.js';
import type { Layer, LayerOptions } from '../layer.js';
import type { ShapeFunction } from '../shape-function.js';
import { type CroppedLine, cropping as crop } from './cropping.js';
import type { Sides } from './sides.js';

/** Shape rule of {@link cropping1d}. */
export interface Cropping1d<V extends Sides> extends ShapeFunction {
  readonly name: 'cropping1d';
  readonly out: CroppedLine<this['in'], V>;
  readonly unranked: readonly [number, number];
}

/**
 * Cuts cells off both ends of the line.
 *
 * @param cropping - one number for both ends, or [left, right]; default 1
 * @returns a layer of [width, channels] that keeps the channels
 * @throws ValueError unless all are whole numbers ≥ 0, ShapeError when no cell would be left
 * @example cropping1d([0, 2]) // [100, 4] to [98, 4]
 */
export function cropping1d<const V extends Sides = 1>(
  cropping: V = 1 as V,
  options: LayerOptions = {},
): Layer<Cropping1d<V>> {
  return defineLayer<Cropping1d<V>>(crop('cropping1d', 1, cropping, options));
}
