import { checkBooleans, checkWhole, type Shape, ShapeError, showShape } from '@descent/core';
import { type Activation, activationOf } from './activations/activation-function.js';
import { defineLayer } from './defined-layer.js';
import type { Layer, LayerOptions } from './layer.js';
import type { OptionNames } from './option-names.js';
import type { ShapeFunction } from './shape-function.js';
import {
  type BiasOptions,
  biasOptionNames,
  biasParameter,
  type KernelOptions,
  kernelOptionNames,
  kernelParameter,
} from './weight-options.js';

/** Options of {@link dense}. */
export interface DenseOptions extends LayerOptions, KernelOptions, BiasOptions {
  /** Default 'linear'. */
  readonly activation?: Activation;
}

/** Shape rule of {@link dense}: the last axis becomes `N`. */
export interface Dense<N extends number> extends ShapeFunction {
  readonly name: 'dense';
  readonly out: this['in'] extends readonly [...infer Front extends Shape, number]
    ? readonly [...Front, N]
    : readonly [N];
  readonly unranked: Shape;
}

/**
 * Fully connected layer: y = activation(x W + b), on the last axis of any rank.
 *
 * @param units - size of the result's last axis
 * @param options - activation, bias, initializers, regularizers, constraints
 * @returns a layer from [..., features] to [..., units] with W [features, units] and b [units]
 * @throws ValueError unless units is a whole number ≥ 1
 * @example sequential({ input: [784] }, dense(128, { activation: 'relu' }), dense(10))
 */
export function dense<const N extends number>(units: N, options: DenseOptions = {}): Layer<Dense<N>> {
  checkWhole('dense', 'units', units);
  const { activation, useBias = true } = options;
  checkBooleans('dense', options, 'useBias');
  const activate = activationOf('dense', activation);
  return defineLayer<Dense<N>>({
    kind: 'dense',
    label: String(units),
    config: { units, ...options },
    options,
    optionNames: {
      activation: true,
      ...kernelOptionNames,
      ...biasOptionNames,
    } satisfies OptionNames<DenseOptions>,
    build(inputShape, { parameter }) {
      const features = inputShape.at(-1);
      if (features === undefined) {
        throw new ShapeError(`dense: expects [..., features], got ${showShape(inputShape)}`);
      }
      const kernel = parameter('kernel', [features, units], kernelParameter(options));
      const bias = useBias ? parameter('bias', [units], biasParameter(options)) : undefined;
      const outputShape = [...inputShape.slice(0, -1), units];
      return {
        outputShape,
        call(x) {
          const product = x.reshape([-1, features]).matmul(kernel.value);
          const y = activate(bias ? product.add(bias.value) : product);
          return y.reshape([-1, ...outputShape]);
        },
      };
    },
  });
}
