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
  relu: (x: Tensor) => relu(x),
  relu6: (x: Tensor) => relu6(x),
  leakyRelu: (x: Tensor) => leakyRelu(x),
  elu: (x: Tensor) => elu(x),
  selu: (x: Tensor) => selu(x),
  gelu: (x: Tensor) => gelu(x),
  softplus: (x: Tensor) => softplus(x),
  sigmoid: (x: Tensor) => sigmoid(x),
  tanh: (x: Tensor) => tanh(x),
  swish: (x: Tensor) => swish(x),
  silu: (x: Tensor) => swish(x),
  mish: (x: Tensor) => mish(x),
  softsign: (x: Tensor) => softsign(x),
  hardSigmoid: (x: Tensor) => hardSigmoid(x),
  hardSilu: (x: Tensor) => hardSilu(x),
  exponential: (x: Tensor) => exp(x),
  logSoftmax: (x: Tensor) => logSoftmax(x),
  softmax: (x: Tensor) => softmax(x),
};

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
