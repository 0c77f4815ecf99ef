import {
  describeValue,
  elu,
  exp,
  gelu,
  hardSigmoid,
  hardSilu,
  leakyRelu,
  logSoftmax,
  mish,
  relu,
  relu6,
  selu,
  sigmoid,
  softmax,
  softplus,
  softsign,
  swish,
  type Tensor,
  tanh,
  ValueError,
} from '@descent/core';

/**
 * Activations by Keras' names. Those that are asked for less often are functions of core, so that no bundle has them
 * that does not need them: `dense(10, { activation: celu })`, `(x) => softShrink(x, 0.3)`.
 */
export const activations = {
  linear: (x: Tensor) => x,
  relu,
  relu6,
  leakyRelu,
  elu,
  selu,
  gelu,
  softplus,
  sigmoid,
  tanh,
  swish,
  silu: swish,
  mish,
  softsign,
  hardSigmoid,
  hardSilu,
  exponential: exp,
  logSoftmax,
  softmax,
} satisfies Record<string, (x: Tensor) => Tensor>;

/** Name of an activation. */
export type ActivationName = keyof typeof activations;

/** An activation by name, or any function of a tensor that keeps its shape. */
export type Activation = ActivationName | ((x: Tensor) => Tensor);

/**
 * An activation by name, or the given one; nothing is 'linear'.
 * @throws ValueError for an unknown name
 */
export function activationOf(layer: string, activation: Activation = 'linear'): (x: Tensor) => Tensor {
  if (typeof activation === 'function') return activation;
  if (Object.hasOwn(activations, activation)) return activations[activation];
  throw new ValueError(`${layer}: unknown activation ${describeValue(activation)}`, {
    fix: `use one of ${Object.keys(activations).join(', ')}, or a function of a tensor`,
  });
}
