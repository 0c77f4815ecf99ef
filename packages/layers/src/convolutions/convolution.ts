import { type AxisCount, checkBooleans, checkWhole, type Padding, type Tensor } from '@descent/core';
import { activationOf } from '../activations/activation-function.js';
import type { LayerDefinition } from '../layer.js';
import type { OptionNames } from '../option-names.js';
import type { Sizes } from '../spatial-shape.js';
import { biasParameter, type KernelOptions, kernelOptionNames, kernelParameter } from '../weight-options.js';
import { type GivenWindow, type WindowOptions, windowOf, windowOptionNames } from './window.js';

/** Options of a convolution along any number of axes. */
export interface ConvolutionOptions<F extends number, K extends Sizes, S extends Sizes, P, D extends Sizes>
  extends WindowOptions<K, S, P, D>,
    KernelOptions {
  /** Number of filters: the channels of the result. */
  readonly filters: F;
}

/**
 * The layer around a convolution: y = activation(x ∗ W + b).
 * @throws ValueError for options out of range
 */
export function convolution<Size extends Sizes>(
  kind: string,
  count: AxisCount,
  options: ConvolutionOptions<number, Sizes, Sizes, Padding, Sizes>,
  convolve: (x: Tensor, kernel: Tensor, given: GivenWindow<Size>) => Tensor,
): LayerDefinition {
  const { filters, activation, useBias = true } = options;
  checkWhole(kind, 'filters', filters);
  checkBooleans(kind, options, 'useBias', 'precise');
  const { sizes, given, outOf } = windowOf<Size>(kind, count, options);
  const activate = activationOf(kind, activation);
  return {
    kind,
    label: `${filters}, ${sizes.join('×')}`,
    config: { ...options },
    options,
    optionNames: { filters: true, ...windowOptionNames, ...kernelOptionNames } satisfies OptionNames<
      ConvolutionOptions<number, Sizes, Sizes, Padding, Sizes>
    >,
    build(inputShape, { parameter }) {
      const outputShape = [...outOf(inputShape), filters];
      const channels = inputShape.at(-1) as number;
      const kernel = parameter('kernel', [...sizes, channels, filters], kernelParameter(options));
      const bias = useBias ? parameter('bias', [filters], biasParameter(options)) : undefined;
      return {
        outputShape,
        call(x) {
          const maps = convolve(x, kernel.value, given);
          return activate(bias ? maps.add(bias.value) : maps);
        },
      };
    },
  };
}
