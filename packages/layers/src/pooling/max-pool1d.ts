import { type Padding, maxPool1d as pool } from '@descent/core';
import { defineLayer } from '../defined-layer.js';
import type { Layer } from '../layer.js';
import type { ShapeFunction } from '../shape-function.js';
import type { ChannelsOf, WindowedLine } from '../spatial-types.js';
import { type PoolingOptions, pooling } from './pooling.js';

/** Options of {@link maxPool1d}. */
export interface MaxPool1dOptions<S extends number, P extends Padding> extends PoolingOptions<S, P> {}

/** Shape rule of {@link maxPool1d}. */
export interface MaxPool1d<K extends number, S extends number, P extends Padding> extends ShapeFunction {
  readonly name: 'maxPool1d';
  readonly out: WindowedLine<this['in'], ChannelsOf<this['in']>, K, S, P>;
  readonly unranked: readonly [number, number];
}

/**
 * Largest value of each window, per channel, along a line.
 *
 * @param poolSize - how many cells; default 2
 * @returns a layer from [width, channels] to [outWidth, channels]
 * @throws ValueError for options out of range, ShapeError when the window does not fit
 * @example maxPool1d(2) // halves the width
 */
export function maxPool1d<
  const K extends number = 2,
  const S extends number = K,
  const P extends Padding = 'valid',
>(poolSize: K = 2 as K, options: MaxPool1dOptions<S, P> = {}): Layer<MaxPool1d<K, S, P>> {
  return defineLayer<MaxPool1d<K, S, P>>(
    pooling<number>('maxPool1d', 1, poolSize, options, (x, window, given) => pool(x, window, given)),
  );
}
