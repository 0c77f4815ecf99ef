import {
  conv1d,
  conv2d,
  conv3d,
  depthwiseConv2d,
  type Padding,
  type Pair,
  separableConv2d,
  type Tensor,
  type Triple,
} from '@descent/core';
import { activations, type Connection, type LayerConfig } from '@descent/layers';
import type { Use } from './uses.js';

/** A layer as in = Σ w·o + b and a = g(in). */
export interface Split {
  /** in, for a batch. */
  readonly preActivation: Tensor;
  /** g */
  readonly activate: (x: Tensor) => Tensor;
}

/** Σ w·o, without bias, by kind of layer: from the input, the weights and the layer's options. */
const weightedSums: Readonly<
  Record<string, (x: Tensor, weights: readonly Tensor[], config: LayerConfig) => Tensor>
> = {
  dense: (x, [kernel]) => {
    const [features, units] = (kernel as Tensor).shape as readonly [number, number];
    return x
      .reshape([-1, features])
      .matmul(kernel as Tensor)
      .reshape([...x.shape.slice(0, -1), units]);
  },
  conv1d: (x, [kernel], config) =>
    conv1d(x, kernel as Tensor, { ...windowOf<number>(config), ...causal(config) }),
  conv2d: (x, [kernel], config) =>
    conv2d(x, kernel as Tensor, { ...windowOf<Pair>(config), ...precise(config) }),
  conv3d: (x, [kernel], config) => conv3d(x, kernel as Tensor, windowOf<Triple>(config)),
  depthwiseConv2d: (x, [kernel], config) => depthwiseConv2d(x, kernel as Tensor, windowOf<Pair>(config)),
  separableConv2d: (x, [taps, mix], config) =>
    separableConv2d(x, taps as Tensor, mix as Tensor, windowOf<Pair>(config)),
};

/** Layers that sum up inputs, of those above and of those that are taken apart only without an activation. */
const neuronKinds = new Set([
  ...Object.keys(weightedSums),
  ...['conv1dTranspose', 'conv2dTranspose', 'conv3dTranspose', 'depthwiseConv1d', 'separableConv1d'],
]);

/** Layers that are an activation function and nothing else. */
const activationKinds = new Set(['activation', 'relu', 'leakyRelu', 'elu', 'prelu', 'softmax']);

/**
 * Takes a layer apart into what goes into the activation function and that function. Undefined for layers that have
 * none (pooling, recurrent ones), and for the rarer convolutions with an activation of their own.
 */
export function splitActivation({ layer, node }: Use, x: Tensor): Split | undefined {
  const call = (given: Tensor): Tensor =>
    (node.connection as Connection).call([given], { training: false })[0] as Tensor;
  if (activationKinds.has(layer.kind)) return { preActivation: x, activate: call };
  if (!neuronKinds.has(layer.kind)) return undefined;
  const activate = activationOf(layer.config);
  if (!activate) return { preActivation: call(x), activate: (given) => given };
  const sum = weightedSums[layer.kind];
  if (!sum) return undefined;
  const weights = layer.parameters.map((parameter) => parameter.value);
  const product = sum(x, weights, layer.config);
  const { useBias = true } = layer.config as { readonly useBias?: boolean };
  return { preActivation: useBias ? product.add(weights.at(-1) as Tensor) : product, activate };
}

/** Whether each value of the activation function depends on one pre-activation alone; undefined where it is not known. */
export function isElementwise({ layer: { kind, config } }: Use): boolean | undefined {
  const { activation } = config as { readonly activation?: unknown };
  if (kind === 'softmax' || activation === 'softmax' || activation === 'logSoftmax') return false;
  return typeof activation === 'function' ? undefined : true;
}

/** The activation function that a layer was given; undefined for none and 'linear'. */
function activationOf({ activation }: LayerConfig): ((x: Tensor) => Tensor) | undefined {
  if (typeof activation === 'function') return activation as (x: Tensor) => Tensor;
  if (activation === undefined || activation === 'linear') return undefined;
  return activations[activation as keyof typeof activations];
}

function windowOf<Size>(config: LayerConfig): { strides: Size; padding: Padding; dilations: Size } {
  const { strides = 1, padding = 'valid', dilations = 1 } = config;
  return { strides: strides as Size, padding: padding as Padding, dilations: dilations as Size };
}

function causal({ padding, kernelSize, dilations = 1 }: LayerConfig): { padding?: Padding } {
  if (padding !== 'causal') return {};
  const before = ((kernelSize as number) - 1) * (dilations as number);
  return {
    padding: [
      [0, 0],
      [before, 0],
      [0, 0],
    ],
  };
}

function precise({ precise: isPrecise = false }: LayerConfig): { precise: boolean } {
  return { precise: isPrecise as boolean };
}
