import { type Padding, maxPool3d as pool, type Triple } from '@descent/core';
import { defineLayer } from '../defined-layer.js';
import type { Layer } from '../layer.js';
import type { ShapeFunction } from '../shape-function.js';
import type { ChannelsOf, WindowedVolume } from '../spatial-types.js';
import { type PoolingOptions, pooling } from './pooling.js';

/** Options of {@link maxPool3d}. */
export interface MaxPool3dOptions<S extends Triple, P extends Padding> extends PoolingOptions<S, P> {}

/** Shape rule of {@link maxPool3d}. */
export interface MaxPool3d<K extends Triple, S extends Triple, P extends Padding> extends ShapeFunction {
  readonly name: 'maxPool3d';
  readonly out: WindowedVolume<this['in'], ChannelsOf<this['in']>, K, S, P>;
  readonly unranked: readonly [number, number, number, number];
}

/**
 * Largest value of each window, per channel, in a volume.
 *
 * @param poolSize - one number or [depth, height, width]; default 2
 * @returns a layer from [depth, height, width, channels] to [outDepth, outHeight, outWidth, channels]
 * @throws ValueError for options out of range, ShapeError when the window does not fit
 * @example maxPool3d([1, 2, 2]) // halves height and width
 */
export function maxPool3d<
  const K extends Triple = 2,
  const S extends Triple = K,
  const P extends Padding = 'valid',
>(poolSize: K = 2 as K, options: MaxPool3dOptions<S, P> = {}): Layer<MaxPool3d<K, S, P>> {
  return defineLayer<MaxPool3d<K, S, P>>(
    pooling<Triple>('maxPool3d', 3, poolSize, options, (x, window, given) => pool(x, window, given)),
  );
}
