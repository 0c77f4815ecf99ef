import {
  abs,
  cast,
  checkBooleans,
  checkOptions,
  equal,
  less,
  type Rng,
  type Tensor,
  tensor,
} from '@descent/core';
import type { CallContext, Parameter } from '@descent/layers';
import type { Loss } from '@descent/losses';
import { checkLoss } from './check-loss.js';
import { checkModel, type ExplainedModel, type OneOrSeveral } from './check-model.js';
import { checkRate } from './check-rate.js';
import { type DifferentiatedStep, passes, slopesAt } from './differentiate.js';
import { normOf, type ScaledNorm, scaledNorm } from './norm.js';
import { type OnHost, onHost } from './on-host.js';
import { isElementwise } from './split-activation.js';

/** Options of {@link gradientFlow}. */
export interface GradientFlowOptions {
  /** From predictions and `y`, a scalar. */
  readonly loss: Loss;
  /** Of the step of plain gradient descent that `updateRatio` tells of. Default 0.01. */
  readonly learningRate?: number;
  /**
   * Whether layers work as in a step of training: batch normalization by the batch's own mean and variance, through which
   * gradients flow too. Its moving averages stay as they are. Default false: inference mode.
   */
  readonly training?: boolean;
  /** What layers such as dropout draw from while `training`. */
  readonly rng?: Rng;
}

/** How a layer takes part in learning. */
export interface LayerFlow {
  /** As in saved files: `dense_1`, inside a nested model `encoder/dense_1`. */
  readonly name: string;
  /** The kind of layer: `dense`. */
  readonly kind: string;
  /** Norm of the gradient of all its parameters; undefined without any that training may change. */
  readonly gradientNorm: number | undefined;
  /** Norm of these parameters. */
  readonly weightNorm: number | undefined;
  /** Norm of the step over norm of the parameters: around 1e-3 is a common rule of thumb. NaN for parameters of zeros. */
  readonly updateRatio: number | undefined;
  /** Norm of the gradient with respect to what it gave. */
  readonly errorNorm: number;
  /** Mean of what it gave. */
  readonly activationMean: number;
  /** Standard deviation of what it gave. */
  readonly activationDeviation: number;
  /**
   * Share of units through which no gradient flows for any example (any place, for feature maps): g'(in) = 0. Undefined
   * without an activation function that works on every value by itself.
   */
  readonly deadUnits: number | undefined;
  /** Share of all pre-activations at which |g'(in)| is below 5 % of its largest value: flat ends of sigmoids, zeros of relu. */
  readonly saturation: number | undefined;
}

/** The gradients of one pass through a net. */
export interface GradientFlow {
  /** The loss of the batch. */
  readonly loss: number;
  /** Every use of a layer, from first to last. */
  readonly layers: readonly LayerFlow[];
}

/** What of g's largest slope counts as flat. */
const flatShare = 0.05;

/**
 * How strongly gradients reach each layer, and what is in their way: whether they vanish or explode, and where. The
 * net runs in inference mode, unless `training` is on, and is not changed. Norms are exact down to the smallest numbers
 * of float32; where a gradient is 0 there, so is its norm.
 *
 * @param x - [batch, ...inputShape]; a list for a model of several inputs
 * @param y - what the loss takes
 * @throws ValueError for what is no model, no loss or no rate, ShapeError and DtypeError for inputs that do not fit
 * @example
 * const { layers } = await gradientFlow(model, x, y, { loss: crossEntropyFromLogits });
 * layers.map(({ name, gradientNorm }) => [name, gradientNorm]);
 * @see Glorot, Bengio: Understanding the difficulty of training deep feedforward neural networks, 2010
 */
export async function gradientFlow(
  model: ExplainedModel,
  x: OneOrSeveral,
  y: OneOrSeveral,
  options: GradientFlowOptions,
): Promise<GradientFlow> {
  checkModel('gradientFlow', model);
  const {
    loss,
    learningRate = 0.01,
    training = false,
    rng,
  } = checkOptions('gradientFlow', options, ['loss', 'learningRate', 'training', 'rng']);
  checkBooleans('gradientFlow', options, 'training');
  checkLoss('gradientFlow', loss);
  checkRate('gradientFlow', learningRate);
  const found = await measureFlow('gradientFlow', model, x, y, loss, { training, rng });
  return {
    loss: found.loss,
    layers: found.layers.map((layer) => ({
      ...layer,
      updateRatio: layer.gradientNorm && (learningRate * layer.gradientNorm) / (layer.weightNorm as number),
    })),
  };
}

/** What there is to know of a pass before it is known which step will be taken. */
export async function measureFlow(
  op: string,
  model: ExplainedModel,
  x: OneOrSeveral,
  y: OneOrSeveral,
  loss: Loss,
  context?: CallContext,
): Promise<{ readonly loss: number; readonly layers: readonly Omit<LayerFlow, 'updateRatio'>[] }> {
  const found = await onHost(() => {
    const ran = passes(op, model, x, y, loss, context);
    return { loss: ran.loss, steps: ran.steps.map((step) => measuresOf(step, ran.gradients)) };
  });
  return { loss: found.loss.values[0] as number, layers: found.steps.map(flowOf) };
}

function measuresOf(step: DifferentiatedStep, gradients: ReadonlyMap<Parameter, Tensor>) {
  const output = step.outputs[0] as Tensor;
  const trained = step.use.layer.trainableParameters.filter((parameter) => gradients.has(parameter));
  return {
    name: step.use.name,
    kind: step.use.layer.kind,
    gradients: trained.map((parameter): ScaledNorm => scaledNorm(gradients.get(parameter) as Tensor)),
    weights: trained.map(({ value }): ScaledNorm => scaledNorm(value)),
    error: scaledNorm(step.error),
    mean: output.mean(),
    variance: output.sub(output.mean()).square().mean(),
    activation: activationOf(step),
  };
}

function activationOf({ use, preActivation, activate, slope, error, delta }: DifferentiatedStep) {
  if (!preActivation || !activate || !slope || !delta) return undefined;
  const size = abs(slope);
  const units = size.reshape([-1, size.shape.at(-1) ?? 1]).max(0);
  const most = use.layer.kind === 'prelu' ? 1 : abs(slopesAt(activate, manyInputs())).max();
  return {
    dead: cast(equal(units, 0), 'float32').mean(),
    flat: cast(less(size, most instanceof Object ? most.mul(flatShare) : most * flatShare), 'float32').mean(),
    // How far δ is from g'(in) · error, as it is unless g mixes units.
    rest: isElementwise(use) ? undefined : abs(delta.sub(slope.mul(error))).max(),
    largest: isElementwise(use) ? undefined : abs(delta).max(),
  };
}

/** Where the largest slope of an activation function is looked for: −8 to 8. */
function manyInputs(): Tensor {
  return tensor(
    Float32Array.from({ length: 257 }, (_, i) => i / 16 - 8),
    [257, 1],
  );
}

function flowOf(measured: OnHost<ReturnType<typeof measuresOf>>): Omit<LayerFlow, 'updateRatio'> {
  const { name, kind, gradients, weights, error, mean, variance, activation } = measured;
  const isAlone =
    activation && !((activation.rest?.values[0] ?? 0) > 1e-5 * (activation.largest?.values[0] ?? 0));
  return {
    name,
    kind,
    gradientNorm: gradients.length > 0 ? normOf(gradients) : undefined,
    weightNorm: weights.length > 0 ? normOf(weights) : undefined,
    errorNorm: normOf([error]),
    activationMean: mean.values[0] as number,
    activationDeviation: Math.sqrt(variance.values[0] as number),
    deadUnits: isAlone ? activation.dead.values[0] : undefined,
    saturation: isAlone ? activation.flat.values[0] : undefined,
  };
}
