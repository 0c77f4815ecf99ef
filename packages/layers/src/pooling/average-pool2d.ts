import { type Padding, type Pair, averagePool2d as pool } from '@descent/core';
import { defineLayer } from '../defined-layer.js';
import type { Layer } from '../layer.js';
import type { ShapeFunction } from '../shape-function.js';
import type { ChannelsOf, WindowedImage } from '../spatial-types.js';
import { type PoolingOptions, pooling } from './pooling.js';

/** Options of {@link averagePool2d}. */
export interface AveragePool2dOptions<S extends Pair, P extends Padding> extends PoolingOptions<S, P> {}

/** Shape rule of {@link averagePool2d}. */
export interface AveragePool2d<K extends Pair, S extends Pair, P extends Padding> extends ShapeFunction {
  readonly name: 'averagePool2d';
  readonly out: WindowedImage<this['in'], ChannelsOf<this['in']>, K, S, P>;
  readonly unranked: readonly [number, number, number];
}

/**
 * Average of each window, per channel.
 *
 * @param poolSize - one number or [height, width]; default 2
 * @returns a layer from [height, width, channels] to [outHeight, outWidth, channels]
 * @throws ValueError for options out of range, ShapeError when the window does not fit
 * @example averagePool2d(2) // halves height and width
 */
export function averagePool2d<
  const K extends Pair = 2,
  const S extends Pair = K,
  const P extends Padding = 'valid',
>(poolSize: K = 2 as K, options: AveragePool2dOptions<S, P> = {}): Layer<AveragePool2d<K, S, P>> {
  return defineLayer<AveragePool2d<K, S, P>>(
    pooling<Pair>('averagePool2d', 2, poolSize, options, (x, window, given) => pool(x, window, given)),
  );
}
