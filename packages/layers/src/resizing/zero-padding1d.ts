import { defineLayer } from '../defined-layer.js';
import type { Layer, LayerOptions } from '../layer.js';
import type { ShapeFunction } from '../shape-function.js';
import type { Sides } from './sides.js';
import { type PaddedLine, zeroPadding } from './zero-padding.js';

/** Shape rule of {@link zeroPadding1d}. */
export interface ZeroPadding1d<V extends Sides> extends ShapeFunction {
  readonly name: 'zeroPadding1d';
  readonly out: PaddedLine<this['in'], V>;
  readonly unranked: readonly [number, number];
}

/**
 * Adds cells of 0 before and after the line.
 *
 * @param padding - one number for both ends, or [left, right]; default 1
 * @returns a layer of [width, channels] that keeps the channels
 * @throws ValueError unless all are whole numbers ≥ 0, ShapeError for another rank
 * @example zeroPadding1d([2, 0]) // [100, 4] to [102, 4]
 */
export function zeroPadding1d<const V extends Sides = 1>(
  padding: V = 1 as V,
  options: LayerOptions = {},
): Layer<ZeroPadding1d<V>> {
  return defineLayer<ZeroPadding1d<V>>(zeroPadding('zeroPadding1d', 1, padding, options));
}
