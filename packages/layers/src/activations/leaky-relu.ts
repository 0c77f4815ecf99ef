import { checkLevel, leakyRelu as rectify } from '@descent/core';
import { defineLayer } from '../defined-layer.js';
import type { Layer, LayerOptions } from '../layer.js';
import type { OptionNames } from '../option-names.js';
import type { KeepShape } from '../shape-function.js';

/** Shape rule of {@link leakyRelu}. */
export interface LeakyRelu extends KeepShape {
  readonly name: 'leakyRelu';
}

/** Options of {@link leakyRelu}. */
export interface LeakyReluOptions extends LayerOptions {
  /** Slope below 0. Default 0.3. */
  readonly negativeSlope?: number;
}

/**
 * x from 0 on, slope · x below.
 *
 * @param options - `negativeSlope`, default 0.3
 * @throws ValueError for a slope below 0
 * @see Maas, Hannun and Ng, Rectifier nonlinearities improve neural network acoustic models, 2013
 * @example leakyRelu({ negativeSlope: 0.1 })
 */
export function leakyRelu(options: LeakyReluOptions = {}): Layer<LeakyRelu> {
  const { negativeSlope = 0.3 } = options;
  checkLevel('leakyRelu', 'negativeSlope', negativeSlope);
  return defineLayer<LeakyRelu>({
    kind: 'leakyRelu',
    label: String(negativeSlope),
    config: { ...options },
    options,
    optionNames: { negativeSlope: true } satisfies OptionNames<LeakyReluOptions>,
    build: (inputShape) => ({ outputShape: inputShape, call: (x) => rectify(x, negativeSlope) }),
  });
}
