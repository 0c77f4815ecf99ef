import { describeValue, type Pair, resizeBilinear, type Shape, type Tensor, ValueError } from '@descent/core';
import { defineLayer } from '../defined-layer.js';
import type { Layer, LayerOptions } from '../layer.js';
import type { OptionNames } from '../option-names.js';
import type { ShapeFunction } from '../shape-function.js';
import { type RepeatedImage, upSampling } from './up-sampling.js';

/** Options of {@link upSampling2d}. */
export interface UpSampling2dOptions extends LayerOptions {
  /** 'nearest' (default) repeats pixels, 'bilinear' mixes neighbours. */
  readonly interpolation?: 'nearest' | 'bilinear';
}

/** Shape rule of {@link upSampling2d}. */
export interface UpSampling2d<K extends Pair> extends ShapeFunction {
  readonly name: 'upSampling2d';
  readonly out: RepeatedImage<this['in'], K>;
  readonly unranked: readonly [number, number, number];
}

/**
 * Makes images larger by whole factors.
 *
 * @param size - the factor, one number or [height, width]; default 2
 * @param options - `interpolation`, default 'nearest'
 * @returns a layer of [height, width, channels] that keeps the channels
 * @throws ValueError for options out of range, ShapeError for another rank
 * @example upSampling2d(2, { interpolation: 'bilinear' }) // [7, 7, 64] to [14, 14, 64]
 */
export function upSampling2d<const K extends Pair = 2>(
  size: K = 2 as K,
  options: UpSampling2dOptions = {},
): Layer<UpSampling2d<K>> {
  const { interpolation = 'nearest' } = options;
  if (interpolation !== 'nearest' && interpolation !== 'bilinear') {
    throw new ValueError(
      `upSampling2d: interpolation must be 'nearest' or 'bilinear', got ${describeValue(interpolation)}`,
    );
  }
  const enlarge = interpolation === 'bilinear' ? mixed : undefined;
  const optionNames = { interpolation: true } satisfies OptionNames<UpSampling2dOptions>;
  return defineLayer<UpSampling2d<K>>({
    ...upSampling('upSampling2d', 2, size, options, enlarge),
    optionNames,
  });
}

function mixed(x: Tensor, [height, width]: Shape): Tensor {
  return resizeBilinear(x, [height as number, width as number], { halfPixelCenters: true });
}
