import { Rng, type Shape, sizeOf, type Tensor, tensor, Variable, variableGradients } from '@descent/core';
import { type AnyLayer, type AnyModel, input, model, type Symbolic } from '@descent/layers';
import * as tf from '@tensorflow/tfjs-core';
import type { layers } from '@tensorflow/tfjs-layers';
import type { Numbers } from './comparison.js';

/** A layer of tfjs. */
export type TfLayer = ReturnType<typeof layers.dense>;

/** How two layers are compared. */
export interface LayerCase {
  /** The shape of each input, with the batch axis. */
  readonly inputs: readonly Shape[];
  /** Inputs are whole numbers from 0 to this one, which have no gradient. */
  readonly classes?: number;
  /** Inputs lie between −scale and scale. Default 1. */
  readonly scale?: number;
  /** Whether gradients are compared. Default true. */
  readonly hasGradients?: boolean;
  /** Whether the layers train; then the weights that they leave are compared too. */
  readonly isTraining?: boolean;
}

/** What one of both gives: outputs, gradients of inputs and weights, and weights where it trains. */
type Given = { readonly xs: readonly Float32Array[]; readonly weights: readonly Float32Array[] };

/**
 * Outputs of two layers of the same weights, the gradients of their inputs and trainable weights for the same that
 * arrives, and, after training, all their weights.
 */
export function compareLayers(ours: AnyLayer, theirs: unknown, layerCase: LayerCase): Numbers {
  const { inputs, classes, scale = 1 } = layerCase;
  const layer = theirs as TfLayer;
  const rng = new Rng(4);
  const drawn = (shape: Shape, from: number, to: number): Float32Array =>
    Float32Array.from(rng.uniformArray(sizeOf(shape)), (u) => from + (to - from) * u);
  return tf.tidy(() => {
    const xs = inputs.map((shape) =>
      classes === undefined ? drawn(shape, -scale, scale) : drawn(shape, 0, classes).map(Math.floor),
    );
    const placed = xs.map((x, i) => tf.tensor(x, [...(inputs[i] as Shape)]));
    layer.apply(placed.length > 1 ? placed : (placed[0] as tf.Tensor));
    const weights = layer.weights.map(({ shape, name }) =>
      // A variance is positive.
      name.includes('variance') ? drawn(shape as Shape, 0.5, 1.5) : drawn(shape as Shape, -0.7, 0.7),
    );
    const given = { xs, weights };
    return { ours: numbersOfOurs(ours, layerCase, given), theirs: numbersOfTheirs(layer, layerCase, given) };
  });
}

/** What arrives at an output, from the end of the net. */
function arriving(size: number, place: number): Float32Array {
  return Float32Array.from(new Rng(5).split(place).uniformArray(size));
}

/** Outputs of a layer of ours, gradients, and weights where it trains. */
export function numbersOfOurs(ours: AnyLayer, layerCase: LayerCase, { xs, weights }: Given): number[] {
  const { inputs, classes, isTraining = false, hasGradients = true } = layerCase;
  const symbolic = inputs.map((shape) => input(shape.slice(1)));
  const node = ours.use(symbolic as readonly Symbolic[]);
  using net = model(symbolic, node.outputs) as unknown as AnyModel;
  weights.forEach((values, i) => {
    net.parameters[i]?.reset(values.slice());
  });
  const given = xs.map((values, i) => new Variable(tensor(values, inputs[i] as Shape) as Tensor));
  const run = (): Tensor[] => {
    const values = given.map(({ value }) => value as Tensor);
    const context = { training: isTraining, rng: new Rng(1) };
    return [net.call(values.length > 1 ? values : (values[0] as Tensor), context)].flat() as Tensor[];
  };
  const total = (): Tensor =>
    run()
      .map((y, i) => y.mul(tensor(arriving(y.size, i), y.shape)).sum() as Tensor)
      .reduce((a, b) => a.add(b) as Tensor);
  const outputs = run().flatMap((y) => [...y.dataSync()]);
  if (isTraining) restore(net, weights);
  const sources = [...(classes === undefined ? given : []), ...net.trainableParameters];
  const isPulled = hasGradients && sources.length > 0;
  const pulled = (isPulled ? variableGradients(total, sources).gradients : []).flatMap((gradient) => [
    ...(gradient as Tensor).dataSync(),
  ]);
  const left = isTraining ? net.parameters.flatMap(({ value }) => [...value.dataSync()]) : [];
  for (const variable of given) variable.dispose();
  return [...outputs, ...pulled, ...left];
}

function restore(net: AnyModel, weights: readonly Float32Array[]): void {
  weights.forEach((values, i) => {
    net.parameters[i]?.reset(values.slice());
  });
}

function numbersOfTheirs(layer: TfLayer, layerCase: LayerCase, { xs, weights }: Given): number[] {
  const { inputs, classes, isTraining = false, hasGradients = true } = layerCase;
  const set = (): void =>
    layer.setWeights(weights.map((values, i) => tf.tensor(values, layer.weights[i]?.shape as number[])));
  set();
  const given = xs.map((values, i) => tf.variable(tf.tensor(values, [...(inputs[i] as Shape)])));
  const run = (): tf.Tensor[] =>
    [
      layer.apply(given.length > 1 ? given : (given[0] as tf.Tensor), { training: isTraining }),
    ].flat() as tf.Tensor[];
  const outputs = run().flatMap((y) => [...y.dataSync()]);
  if (isTraining) set();
  const total = (): tf.Scalar =>
    run()
      .map((y, i) => tf.sum(tf.mul(y, tf.tensor(arriving(y.size, i), y.shape))))
      .reduce((a, b) => tf.add(a, b)) as tf.Scalar;
  // The variable of a weight is no part of the types.
  const trainable = layer.trainableWeights.map((weight) => (weight as unknown as { val: tf.Variable }).val);
  const sources = [...(classes === undefined ? given : []), ...trainable];
  const pulled: number[] = [];
  if (hasGradients && sources.length > 0) {
    const { grads } = tf.variableGrads(total, sources);
    for (const { name } of sources) pulled.push(...(grads[name] as tf.Tensor).dataSync());
  }
  const left = isTraining ? layer.getWeights().flatMap((weight) => [...weight.dataSync()]) : [];
  for (const variable of given) variable.dispose();
  return [...outputs, ...pulled, ...left];
}
