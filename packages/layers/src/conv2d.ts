import {
  checkWhole,
  conv2d as convolve,
  type Fail,
  type Padding,
  type Pair,
  type PairAt,
  pairOf,
  type Windowed,
} from '@descent/core';
import { type Activation, activationOf } from './activation-function.js';
import { defineLayer } from './defined-layer.js';
import type { Layer, LayerOptions } from './layer.js';
import type { ShapeFunction, SpatialOut } from './shape-function.js';
import { spatialShape } from './spatial-shape.js';
import { type BiasOptions, biasParameter, type KernelOptions, kernelParameter } from './weight-options.js';

/** Options of {@link conv2d}. */
export interface Conv2dOptions<
  F extends number,
  K extends Pair,
  S extends Pair,
  P extends Padding,
  D extends Pair,
> extends LayerOptions,
    KernelOptions,
    BiasOptions {
  /** Number of filters: the channels of the result. */
  readonly filters: F;
  /** Size of the filters, one number or [height, width]. */
  readonly kernelSize: K;
  /** Default 1. */
  readonly strides?: S;
  /** 'valid' (default), 'same', or a number of cells on every side. */
  readonly padding?: P;
  /** Distance of the filters' taps. Default 1. */
  readonly dilations?: D;
  /** True for the most exact sums, in gradients too, where a backend has a faster way. Default false. */
  readonly precise?: boolean;
  /** Default 'linear'. */
  readonly activation?: Activation;
}

/** Shape rule of {@link conv2d}. */
export interface Conv2d<F extends number, K extends Pair, S extends Pair, P extends Padding, D extends Pair>
  extends ShapeFunction {
  readonly name: 'conv2d';
  readonly out: this['in'] extends readonly [infer H extends number, infer W extends number, number]
    ? SpatialOut<
        Windowed<H, PairAt<K, 0>, PairAt<S, 0>, P, PairAt<D, 0>>,
        Windowed<W, PairAt<K, 1>, PairAt<S, 1>, P, PairAt<D, 1>>,
        F,
        K
      >
    : Fail<'[height, width, channels]'>;
  readonly unranked: readonly [number, number, F];
}

/**
 * 2-D convolution layer: y = activation(x ∗ W + b), one feature map per filter.
 *
 * @returns a layer from [height, width, channels] to [outHeight, outWidth, filters] with W [kernelHeight,
 * kernelWidth, channels, filters] and b [filters]
 * @throws ValueError for options out of range, ShapeError when the window does not fit
 * @example conv2d({ filters: 32, kernelSize: 3, activation: 'relu' })
 */
export function conv2d<
  const F extends number,
  const K extends Pair,
  const S extends Pair = 1,
  const P extends Padding = 'valid',
  const D extends Pair = 1,
>(options: Conv2dOptions<F, K, S, P, D>): Layer<Conv2d<F, K, S, P, D>> {
  const {
    filters,
    kernelSize,
    strides = 1,
    padding = 'valid',
    dilations = 1,
    precise = false,
    activation,
    useBias = true,
  } = options;
  checkWhole('conv2d', 'filters', filters);
  const window = pairOf('conv2d', 'kernelSize', kernelSize);
  pairOf('conv2d', 'strides', strides);
  pairOf('conv2d', 'dilations', dilations);
  const activate = activationOf('conv2d', activation);
  return defineLayer<Conv2d<F, K, S, P, D>>({
    kind: 'conv2d',
    label: `${filters}, ${window.join('×')}`,
    config: { ...options },
    options,
    build(inputShape, { parameter }) {
      const [outHeight, outWidth] = spatialShape('conv2d', inputShape, {
        window,
        strides,
        dilations,
        pad: padding,
      });
      const channels = inputShape[2] as number;
      const kernel = parameter('kernel', [...window, channels, filters], kernelParameter(options));
      const bias = useBias ? parameter('bias', [filters], biasParameter(options)) : undefined;
      return {
        outputShape: [outHeight, outWidth, filters],
        call(x) {
          const maps = convolve(x, kernel.value, { strides, padding, dilations, precise });
          return activate(bias ? maps.add(bias.value) : maps);
        },
      };
    },
  });
}
