import { type Padding, averagePool1d as pool } from '@descent/core';
import { defineLayer } from '../defined-layer.js';
import type { Layer } from '../layer.js';
import type { ShapeFunction } from '../shape-function.js';
import type { ChannelsOf, WindowedLine } from '../spatial-types.js';
import { type PoolingOptions, pooling } from './pooling.js';

/** Options of {@link averagePool1d}. */
export interface AveragePool1dOptions<S extends number, P extends Padding> extends PoolingOptions<S, P> {}

/** Shape rule of {@link averagePool1d}. */
export interface AveragePool1d<K extends number, S extends number, P extends Padding> extends ShapeFunction {
  readonly name: 'averagePool1d';
  readonly out: WindowedLine<this['in'], ChannelsOf<this['in']>, K, S, P>;
  readonly unranked: readonly [number, number];
}

/**
 * Average of each window, per channel, along a line.
 *
 * @param poolSize - how many cells; default 2
 * @returns a layer from [width, channels] to [outWidth, channels]
 * @throws ValueError for options out of range, ShapeError when the window does not fit
 * @example averagePool1d(2) // halves the width
 */
export function averagePool1d<
  const K extends number = 2,
  const S extends number = K,
  const P extends Padding = 'valid',
>(poolSize: K = 2 as K, options: AveragePool1dOptions<S, P> = {}): Layer<AveragePool1d<K, S, P>> {
  return defineLayer<AveragePool1d<K, S, P>>(
    pooling<number>('averagePool1d', 1, poolSize, options, (x, window, given) => pool(x, window, given)),
  );
}
