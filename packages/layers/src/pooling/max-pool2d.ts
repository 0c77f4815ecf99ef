import { type Padding, type Pair, maxPool2d as pool } from '@descent/core';
import { defineLayer } from '../defined-layer.js';
import type { Layer } from '../layer.js';
import type { ShapeFunction } from '../shape-function.js';
import type { ChannelsOf, WindowedImage } from '../spatial-types.js';
import { type PoolingOptions, pooling } from './pooling.js';

/** Options of {@link maxPool2d}. */
export interface MaxPool2dOptions<S extends Pair, P extends Padding> extends PoolingOptions<S, P> {}

/** Shape rule of {@link maxPool2d}. */
export interface MaxPool2d<K extends Pair, S extends Pair, P extends Padding> extends ShapeFunction {
  readonly name: 'maxPool2d';
  readonly out: WindowedImage<this['in'], ChannelsOf<this['in']>, K, S, P>;
  readonly unranked: readonly [number, number, number];
}

/**
 * Largest value of each window, per channel.
 *
 * @param poolSize - one number or [height, width]; default 2
 * @returns a layer from [height, width, channels] to [outHeight, outWidth, channels]
 * @throws ValueError for options out of range, ShapeError when the window does not fit
 * @example maxPool2d(2) // halves height and width
 */
export function maxPool2d<
  const K extends Pair = 2,
  const S extends Pair = K,
  const P extends Padding = 'valid',
>(poolSize: K = 2 as K, options: MaxPool2dOptions<S, P> = {}): Layer<MaxPool2d<K, S, P>> {
  return defineLayer<MaxPool2d<K, S, P>>(
    pooling<Pair>('maxPool2d', 2, poolSize, options, (x, window, given) => pool(x, window, given)),
  );
}
