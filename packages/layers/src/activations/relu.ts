import {
  checkLevel,
  leakyRelu,
  lessEqual,
  minimum,
  mul,
  relu as rectify,
  sub,
  type Tensor,
  where,
} from '@descent/core';
import { defineLayer } from '../defined-layer.js';
import type { Layer, LayerOptions } from '../layer.js';
import type { OptionNames } from '../option-names.js';
import type { KeepShape } from '../shape-function.js';

/** Shape rule of {@link relu}. */
export interface Relu extends KeepShape {
  readonly name: 'relu';
}

/** Options of {@link relu}. */
export interface ReluOptions extends LayerOptions {
  /** The largest value. Default: none. */
  readonly maxValue?: number;
  /** Slope below the threshold. Default 0. */
  readonly negativeSlope?: number;
  /** Where it begins to pass values on. Default 0. */
  readonly threshold?: number;
}

/**
 * Rectified linear unit: `maxValue` from there on, x from the threshold on, slope · (x − threshold) below.
 *
 * @param options - `maxValue` (default: none), `negativeSlope` and `threshold` (default 0)
 * @throws ValueError for one of them below 0
 * @see Nair and Hinton, Rectified linear units improve restricted Boltzmann machines, 2010
 * @example relu({ maxValue: 6 })
 */
export function relu(options: ReluOptions = {}): Layer<Relu> {
  const { maxValue, negativeSlope = 0, threshold = 0 } = options;
  if (maxValue !== undefined) checkLevel('relu', 'maxValue', maxValue);
  checkLevel('relu', 'negativeSlope', negativeSlope);
  checkLevel('relu', 'threshold', threshold);
  const rectified = (x: Tensor): Tensor => {
    if (threshold === 0) return negativeSlope === 0 ? rectify(x) : leakyRelu(x, negativeSlope);
    // Not −∞ · 0, which is NaN.
    const below = negativeSlope === 0 ? 0 : mul(sub(x, threshold), negativeSlope);
    return where(lessEqual(x, threshold), below, x) as Tensor;
  };
  return defineLayer<Relu>({
    kind: 'relu',
    config: { ...options },
    options,
    optionNames: { maxValue: true, negativeSlope: true, threshold: true } satisfies OptionNames<ReluOptions>,
    build: (inputShape) => ({
      outputShape: inputShape,
      call: (x) => (maxValue === undefined ? rectified(x) : (minimum(rectified(x), maxValue) as Tensor)),
    }),
  });
}
