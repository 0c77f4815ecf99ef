import { checkWhole, type Shape, ShapeError, showShape } from '@descent/core';
import { type Activation, activationOf } from './activation-function.js';
import type { Initializer, InitializerName } from './initializers/initializer.js';
import { defineLayer, type Layer } from './layer.js';
import type { ShapeFunction } from './shape-function.js';

/** Options of {@link dense}. */
export interface DenseOptions {
  /** Default 'linear'. */
  readonly activation?: Activation;
  /** Default true. */
  readonly useBias?: boolean;
  /** Default 'glorotUniform'. */
  readonly kernelInitializer?: Initializer | InitializerName;
  /** Default 'zeros'. */
  readonly biasInitializer?: Initializer | InitializerName;
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
 * @param options - activation, bias and initializers
 * @returns a layer from [..., features] to [..., units] with W [features, units] and b [units]
 * @throws ValueError unless units is a whole number ≥ 1
 * @example sequential({ input: [784] }, dense(128, { activation: 'relu' }), dense(10))
 */
export function dense<const N extends number>(units: N, options: DenseOptions = {}): Layer<Dense<N>> {
  checkWhole('dense', 'units', units);
  const {
    activation,
    useBias = true,
    kernelInitializer = 'glorotUniform',
    biasInitializer = 'zeros',
  } = options;
  const activate = activationOf('dense', activation);
  return defineLayer<Dense<N>>({
    kind: 'dense',
    label: String(units),
    config: { units, ...options },
    build(inputShape, { parameter }) {
      const features = inputShape.at(-1);
      if (features === undefined) {
        throw new ShapeError(`dense: expects [..., features], got ${showShape(inputShape)}`);
      }
      const kernel = parameter('kernel', [features, units], { initializer: kernelInitializer });
      const bias = useBias ? parameter('bias', [units], { initializer: biasInitializer }) : undefined;
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
