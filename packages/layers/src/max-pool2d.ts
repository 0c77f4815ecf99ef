import {
  type Fail,
  type Padding,
  type Pair,
  type PairAt,
  pairOf,
  maxPool2d as pool,
  type Windowed,
} from '@descent/core';
import { defineLayer } from './defined-layer.js';
import type { Layer, LayerOptions } from './layer.js';
import type { ShapeFunction, SpatialOut } from './shape-function.js';
import { spatialShape } from './spatial-shape.js';

/** Options of {@link maxPool2d}. */
export interface MaxPool2dOptions<S extends Pair, P extends Padding> extends LayerOptions {
  /** Default: the window's size. */
  readonly strides?: S;
  /** 'valid' (default), 'same', or a number of cells on every side; padded cells do not count. */
  readonly padding?: P;
}

/** Shape rule of {@link maxPool2d}. */
export interface MaxPool2d<K extends Pair, S extends Pair, P extends Padding> extends ShapeFunction {
  readonly name: 'maxPool2d';
  readonly out: this['in'] extends readonly [
    infer H extends number,
    infer W extends number,
    infer C extends number,
  ]
    ? SpatialOut<Windowed<H, PairAt<K, 0>, PairAt<S, 0>, P>, Windowed<W, PairAt<K, 1>, PairAt<S, 1>, P>, C, K>
    : Fail<'[height, width, channels]'>;
  readonly unranked: readonly [number, number, number];
}

/**
 * Largest value of each window, per channel.
 *
 * @param poolSize - one number or [height, width]
 * @returns a layer from [height, width, channels] to [outHeight, outWidth, channels]
 * @throws ValueError for options out of range, ShapeError when the window does not fit
 * @example maxPool2d(2) // halves height and width
 */
export function maxPool2d<const K extends Pair, const S extends Pair = K, const P extends Padding = 'valid'>(
  poolSize: K,
  options: MaxPool2dOptions<S, P> = {},
): Layer<MaxPool2d<K, S, P>> {
  const window = pairOf('maxPool2d', 'poolSize', poolSize);
  const { padding = 'valid' } = options;
  const strides: Pair = options.strides ?? poolSize;
  pairOf('maxPool2d', 'strides', strides);
  return defineLayer<MaxPool2d<K, S, P>>({
    kind: 'maxPool2d',
    label: window.join('×'),
    config: { poolSize, ...options },
    options,
    build(inputShape) {
      const [outHeight, outWidth] = spatialShape('maxPool2d', inputShape, {
        window,
        strides,
        dilations: 1,
        pad: padding,
      });
      return {
        outputShape: [outHeight, outWidth, inputShape[2] as number],
        call: (x) => pool(x, window, { strides, padding }),
      };
    },
  });
}
