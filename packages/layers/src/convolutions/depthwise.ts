import { checkBooleans, checkWhole, depthwiseConv2d, type Multiply, type Padding } from '@descent/core';
import { activationOf } from '../activations/activation-function.js';
import type { Initializer, InitializerName } from '../initializers/initializer.js';
import type { LayerDefinition, ParameterOptions } from '../layer.js';
import type { OptionNames } from '../option-names.js';
import type { Constraint, Penalty } from '../parameter.js';
import type { Sizes } from '../spatial-shape.js';
import type { ChannelsOf } from '../spatial-types.js';
import { biasParameter } from '../weight-options.js';
import { asImages, fromImages, overImages, type RowOrImage } from './rows.js';
import { type WindowOptions, windowOf, windowOptionNames } from './window.js';

/** How the filters of single channels start and are treated. */
export interface DepthwiseWeightOptions {
  /** Default 'glorotUniform'. */
  readonly depthwiseInitializer?: Initializer | InitializerName;
  /** Penalty added to the loss while training, such as `l2(0.01)`. */
  readonly depthwiseRegularizer?: Penalty;
  /** Applied after each update, such as `maxNorm(2)`. */
  readonly depthwiseConstraint?: Constraint;
}

/** Names of {@link DepthwiseWeightOptions}. */
export const depthwiseOptionNames = {
  depthwiseInitializer: true,
  depthwiseRegularizer: true,
  depthwiseConstraint: true,
} satisfies OptionNames<DepthwiseWeightOptions>;

/** Options of a depthwise convolution along one axis or two. */
export interface DepthwiseOptions<K extends Sizes, S extends Sizes, P, D extends Sizes, M extends number>
  extends WindowOptions<K, S, P, D>,
    DepthwiseWeightOptions {
  /** Filters per channel. Default 1. */
  readonly depthMultiplier?: M;
}

/** Channels after a depthwise convolution. */
export type Deepened<In, M extends number> = Multiply<ChannelsOf<In>, M>;

/** The filters of single channels as a parameter. */
export function depthwiseParameter(options: DepthwiseWeightOptions): ParameterOptions {
  const {
    depthwiseInitializer: initializer = 'glorotUniform',
    depthwiseRegularizer,
    depthwiseConstraint,
  } = options;
  return { initializer, regularizer: depthwiseRegularizer, constraint: depthwiseConstraint };
}

/**
 * The layer around a depthwise convolution.
 * @throws ValueError for options out of range
 */
export function depthwise(
  kind: string,
  count: RowOrImage,
  options: DepthwiseOptions<Sizes, Sizes, Padding, Sizes, number>,
): LayerDefinition {
  const { depthMultiplier = 1, activation, useBias = true } = options;
  checkWhole(kind, 'depthMultiplier', depthMultiplier);
  checkBooleans(kind, options, 'useBias');
  const { sizes, given, outOf } = windowOf(kind, count, options);
  const window = overImages(count, given);
  const activate = activationOf(kind, activation);
  return {
    kind,
    label: sizes.join('×'),
    config: { ...options },
    options,
    optionNames: {
      depthMultiplier: true,
      ...windowOptionNames,
      ...depthwiseOptionNames,
    } satisfies OptionNames<DepthwiseOptions<Sizes, Sizes, Padding, Sizes, number>>,
    build(inputShape, { parameter }) {
      const outSizes = outOf(inputShape);
      const channels = inputShape[count] as number;
      const filters = channels * depthMultiplier;
      const kernel = parameter('kernel', [...sizes, channels, depthMultiplier], depthwiseParameter(options));
      const bias = useBias ? parameter('bias', [filters], biasParameter(options)) : undefined;
      return {
        outputShape: [...outSizes, filters],
        call(x) {
          const images = asImages(count, x, 1);
          const maps = fromImages(count, depthwiseConv2d(images, asImages(count, kernel.value, 0), window));
          return activate(bias ? maps.add(bias.value) : maps);
        },
      };
    },
  };
}
