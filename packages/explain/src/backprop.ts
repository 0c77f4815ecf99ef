import { checkOptions, type HostTensor, type Tensor } from '@descent/core';
import type { Parameter } from '@descent/layers';
import type { Loss } from '@descent/losses';
import { checkLoss } from './check-loss.js';
import { checkModel, type ExplainedModel, type OneOrSeveral } from './check-model.js';
import { checkRate } from './check-rate.js';
import { passes } from './differentiate.js';
import { onHost } from './on-host.js';
import { isElementwise } from './split-activation.js';
import type { Use } from './uses.js';

/** Options of {@link backprop}. */
export interface BackpropOptions {
  /** From predictions and `y`, a scalar: `meanSquaredError`, `crossEntropyFromLogits`, … */
  readonly loss: Loss;
  /** η of the updates. Default 0.01. */
  readonly learningRate?: number;
}

/** A parameter, its gradient and what one step of gradient descent makes of it. */
export interface BackpropParameter {
  /** As in saved files: `dense/kernel`. */
  readonly name: string;
  /** Its shape: [inputs, units] for the kernel of a dense layer. */
  readonly shape: readonly number[];
  /** w, row-major. */
  readonly value: Float32Array;
  /** ∂loss/∂w: for a dense layer Σ δ·o over the examples. */
  readonly gradient: Float32Array;
  /** −η · ∂loss/∂w */
  readonly update: Float32Array;
  /** w − η · ∂loss/∂w */
  readonly next: Float32Array;
}

/** What a layer did with a batch, and what came back. First axis of all: examples. */
export interface BackpropLayer {
  /** As in saved files: `dense_1`, inside a nested model `encoder/dense_1`. */
  readonly name: string;
  /** The kind of layer: `dense`. */
  readonly kind: string;
  /** o: what it was given; one, but for layers that merge several. */
  readonly inputs: readonly HostTensor<Float32Array>[];
  /** in_j = Σ w_ij o_i + b_j; undefined for layers that are none of neurons, such as pooling. */
  readonly preActivation: HostTensor<Float32Array> | undefined;
  /** a_j = g(in_j): what the layer gave; its first result where it has several. */
  readonly activation: HostTensor<Float32Array>;
  /** g'(in_j); undefined where g mixes units, as softmax does. */
  readonly slope: HostTensor<Float32Array> | undefined;
  /** ∂loss/∂a_j: for a hidden dense layer Σ_k w_jk δ_k of the next one. */
  readonly error: HostTensor<Float32Array>;
  /** δ_j = ∂loss/∂in_j = g'(in_j) · error_j; undefined without pre-activations. */
  readonly delta: HostTensor<Float32Array> | undefined;
  /** Those that training may change. */
  readonly parameters: readonly BackpropParameter[];
}

/** A step of gradient descent, with all its numbers. */
export interface Backprop {
  /** The loss of the batch, before the step. */
  readonly loss: number;
  /** The model's results. */
  readonly outputs: readonly HostTensor<Float32Array>[];
  /** Every use of a layer, in the order of the forward pass; the backward pass goes from last to first. */
  readonly layers: readonly BackpropLayer[];
}

/**
 * Backpropagation with all its numbers: for each layer and unit what goes in, what comes out, δ, and the gradient and
 * update of each weight, w ← w − η·δ·o. Nothing is changed. δ is a gradient: textbooks that write w ← w + α·o·Δ, with
 * Δ = (y − a)·g'(in), have Δ = −δ for the loss ½(y − a)².
 *
 * The net runs in inference mode: dropout drops nothing. The loss is that of the data alone, without regularizers.
 * Over a batch, δ is that of the whole loss: with a mean over n examples each δ is 1/n of that of its example, and
 * gradients are sums over the examples. A layer that is used twice has the gradient of both uses.
 *
 * Recurrent and merging layers, and depthwise, separable and transposed convolutions of rows with an activation of their
 * own, give no pre-activations.
 *
 * @param x - [batch, ...inputShape]; a list for a model of several inputs
 * @param y - what the loss takes
 * @throws ValueError for what is no model, no loss or no rate, ShapeError and DtypeError for inputs that do not fit
 * @example
 * const { layers } = await backprop(model, x, y, { loss: meanSquaredError, learningRate: 0.1 });
 * layers.at(-1)?.delta?.values; // δ of the output units
 * @see Rumelhart, Hinton, Williams: Learning representations by back-propagating errors, 1986
 */
export async function backprop(
  model: ExplainedModel,
  x: OneOrSeveral,
  y: OneOrSeveral,
  options: BackpropOptions,
): Promise<Backprop> {
  checkModel('backprop', model);
  const { loss, learningRate = 0.01 } = checkOptions('backprop', options, ['loss', 'learningRate']);
  checkLoss('backprop', loss);
  checkRate('backprop', learningRate);
  const found = await onHost(() => {
    const ran = passes('backprop', model, x, y, loss);
    return {
      loss: ran.loss,
      outputs: ran.outputs,
      steps: ran.steps.map(({ use, inputs, preActivation, outputs, slope, error, delta }) => ({
        name: use.name,
        kind: use.layer.kind,
        isAlone: isElementwise(use),
        inputs,
        preActivation,
        activation: outputs[0] as Tensor,
        slope,
        error,
        delta,
        parameters: trainable(use, ran.gradients).map(([name, parameter, gradient]) => ({
          name,
          value: parameter.value as Tensor,
          gradient,
        })),
      })),
    };
  });
  return {
    loss: found.loss.values[0] as number,
    outputs: found.outputs,
    layers: found.steps.map(({ parameters, isAlone, ...step }) => ({
      ...step,
      slope: isAlone || isProduct(step) ? step.slope : undefined,
      parameters: parameters.map(({ name, value, gradient }) => ({
        name,
        shape: value.shape,
        value: value.values,
        gradient: gradient.values,
        update: gradient.values.map((slope) => -learningRate * slope),
        next: value.values.map((w, k) => w - learningRate * (gradient.values[k] as number)),
      })),
    })),
  };
}

/** Those parameters of a layer that have a gradient, with their names. */
function trainable(
  { layer, name }: Use,
  gradients: ReadonlyMap<Parameter, Tensor>,
): (readonly [string, Parameter, Tensor])[] {
  return layer.namedParameters.flatMap(([own, parameter]) => {
    const gradient = gradients.get(parameter);
    return gradient ? [[`${name}${own.slice(layer.name.length)}`, parameter, gradient] as const] : [];
  });
}

/** Whether δ = g'(in) · error, as it is where an activation function of the user's works on every value by itself. */
function isProduct({
  slope,
  error,
  delta,
}: {
  readonly slope: HostTensor<Float32Array> | undefined;
  readonly error: HostTensor<Float32Array>;
  readonly delta: HostTensor<Float32Array> | undefined;
}): boolean {
  if (!slope || !delta) return false;
  const largest = delta.values.reduce((most, value) => Math.max(most, Math.abs(value)), 0);
  return delta.values.every(
    (value, i) =>
      Math.abs(value - (slope.values[i] as number) * (error.values[i] as number)) <= 1e-5 * largest,
  );
}
