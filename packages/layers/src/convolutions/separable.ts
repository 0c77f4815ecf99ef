import { checkBooleans, checkWhole, type Padding, separableConv2d } from '@descent/core';
import { activationOf } from '../activations/activation-function.js';
import type { Initializer, InitializerName } from '../initializers/initializer.js';
import type { LayerDefinition } from '../layer.js';
import type { OptionNames } from '../option-names.js';
import type { Constraint, Penalty } from '../parameter.js';
import type { Sizes } from '../spatial-shape.js';
import { biasParameter } from '../weight-options.js';
import { type DepthwiseWeightOptions, depthwiseOptionNames, depthwiseParameter } from './depthwise.js';
import { asImages, fromImages, overImages, type RowOrImage } from './rows.js';
import { type WindowOptions, windowOf, windowOptionNames } from './window.js';

/** Options of a separable convolution along one axis or two. */
export interface SeparableOptions<F extends number, K extends Sizes, S extends Sizes, P, D extends Sizes>
  extends WindowOptions<K, S, P, D>,
    DepthwiseWeightOptions {
  /** Number of filters of the second step: the channels of the result. */
  readonly filters: F;
  /** Filters per channel in the first step. Default 1. */
  readonly depthMultiplier?: number;
  /** Default 'glorotUniform'. */
  readonly pointwiseInitializer?: Initializer | InitializerName;
  /** Penalty added to the loss while training, such as `l2(0.01)`. */
  readonly pointwiseRegularizer?: Penalty;
  /** Applied after each update, such as `maxNorm(2)`. */
  readonly pointwiseConstraint?: Constraint;
}

/**
 * The layer around a separable convolution.
 * @throws ValueError for options out of range
 */
export function separable(
  kind: string,
  count: RowOrImage,
  options: SeparableOptions<number, Sizes, Sizes, Padding, Sizes>,
): LayerDefinition {
  const { filters, depthMultiplier = 1, activation, useBias = true } = options;
  const { pointwiseInitializer = 'glorotUniform', pointwiseRegularizer, pointwiseConstraint } = options;
  checkWhole(kind, 'filters', filters);
  checkWhole(kind, 'depthMultiplier', depthMultiplier);
  checkBooleans(kind, options, 'useBias');
  const { sizes, given, outOf } = windowOf(kind, count, options);
  const window = overImages(count, given);
  const activate = activationOf(kind, activation);
  return {
    kind,
    label: `${filters}, ${sizes.join('×')}`,
    config: { ...options },
    options,
    optionNames: {
      ...{ filters: true, depthMultiplier: true },
      ...{ pointwiseInitializer: true, pointwiseRegularizer: true, pointwiseConstraint: true },
      ...windowOptionNames,
      ...depthwiseOptionNames,
    } satisfies OptionNames<SeparableOptions<number, Sizes, Sizes, Padding, Sizes>>,
    build(inputShape, { parameter }) {
      const outputShape = [...outOf(inputShape), filters];
      const channels = inputShape[count] as number;
      const depthwiseKernel = parameter(
        'depthwiseKernel',
        [...sizes, channels, depthMultiplier],
        depthwiseParameter(options),
      );
      const point = sizes.map(() => 1);
      const pointwiseKernel = parameter('pointwiseKernel', [...point, channels * depthMultiplier, filters], {
        initializer: pointwiseInitializer,
        regularizer: pointwiseRegularizer,
        constraint: pointwiseConstraint,
      });
      const bias = useBias ? parameter('bias', [filters], biasParameter(options)) : undefined;
      return {
        outputShape,
        call(x) {
          const [images, taps, mix] = [
            asImages(count, x, 1),
            asImages(count, depthwiseKernel.value, 0),
            asImages(count, pointwiseKernel.value, 0),
          ] as const;
          const maps = fromImages(count, separableConv2d(images, taps, mix, window));
          return activate(bias ? maps.add(bias.value) : maps);
        },
      };
    },
  };
}
