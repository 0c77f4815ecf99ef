import { concat, leakyRelu, sin, step, type Tensor, tanh, Variable } from '@descent/core';
import {
  type Activation,
  type AnyLayer,
  activation,
  batchNorm,
  constant,
  dense,
  dropout,
  type Initializer,
  initializers,
  layerNorm,
  type Model,
  orthogonal,
  type Parameter,
  randomUniform,
  sequential,
} from '@descent/layers';
import { type FeatureName, featuresOn } from '../data/features.js';
import type { ActivationName } from '../state/options.js';
import type { State } from '../state/state.js';

/** What a net is made of. */
export type NetPlan = Pick<
  State,
  | 'networkShape'
  | 'activation'
  | 'layerActivations'
  | 'dropout'
  | 'norm'
  | 'init'
  | 'initZero'
  | 'seed'
  | 'start'
> & { readonly inputs: readonly FeatureName[] };

const activations: Readonly<Record<ActivationName, Activation>> = {
  relu: 'relu',
  tanh: 'tanh',
  sigmoid: 'sigmoid',
  linear: 'linear',
  leakyRelu: (x) => leakyRelu(x, 0.1),
  elu: 'elu',
  gelu: 'gelu',
  silu: 'silu',
  softplus: 'softplus',
  sine: (x) => sin(x),
  step: (x) => step(x),
};

const kernelStarts: Readonly<Record<State['init'], Initializer>> = {
  uniform: randomUniform({ min: -0.5, max: 0.5 }),
  xavier: initializers.glorotUniform,
  he: initializers.heNormal,
  orthogonal: orthogonal(),
};

/** A fully connected net from features to one number, whose links may die. */
export class Net {
  readonly plan: NetPlan;
  readonly model: Model;
  /** From the first layer to the output: [inputs, units] and [units]. */
  readonly kernels: readonly Parameter[];
  readonly biases: readonly Parameter[];
  /** 1 for each link that lives, 0 for each that died of L1. */
  readonly alive: readonly Variable[];
  /** The last of the layers that belong to each layer of units. */
  readonly #ends: readonly AnyLayer[];

  constructor(plan: NetPlan) {
    this.plan = plan;
    const { inputs, networkShape, init, initZero, norm, dropout: dropped } = plan;
    const start = {
      kernelInitializer: initZero ? constant(0) : kernelStarts[init],
      biasInitializer: constant(initZero ? 0 : 0.1),
    };
    const blocks = networkShape.map((units, layer): AnyLayer[] => [
      ...(norm === 'none'
        ? [dense(units, { ...start, activation: activationOf(plan, layer) })]
        : [
            dense(units, start),
            norm === 'batch' ? batchNorm() : layerNorm(),
            activation(activationOf(plan, layer)),
          ]),
      ...(dropped > 0 ? [dropout(dropped)] : []),
    ]);
    blocks.push([dense(1, start)]);
    const seed = (plan.seed * 1009 + plan.start) % 2 ** 52;
    this.model = sequential({ input: [inputs.length], seed }, ...blocks.flat()) as unknown as Model;
    this.#ends = blocks.map((block) => block.at(-1) as AnyLayer);
    const named = (name: string): Parameter[] =>
      this.model.parameters.filter((parameter) => parameter.name.endsWith(name));
    this.kernels = named('kernel');
    this.biases = named('bias');
    this.alive = this.kernels.map(({ shape }, i) => {
      const values = new Float32Array((shape[0] as number) * (shape[1] as number)).fill(1);
      return new Variable({ shape, values }, { name: `alive_${i}`, trainable: false });
    });
  }

  /** The output before what the loss makes of it: [batch, 1]. */
  sums(x: Tensor, context: Parameters<Model['call']>[1] = {}): Tensor {
    return this.model.call(x, context);
  }

  /** What each unit gives, from the first hidden one to the output's sum: [batch, units]. */
  units(x: Tensor): Tensor {
    const found = this.model.activations(x);
    const ends = this.#ends.map(
      (end) => found.find(({ layer }) => layer === end)?.outputs[0] as Tensor<readonly [number, number]>,
    );
    return concat(ends, 1) as Tensor;
  }

  /** All that training changes in it. */
  get cells(): readonly Variable[] {
    return [...this.model.parameters, ...this.alive];
  }

  dispose(): void {
    this.model.dispose();
    for (const each of this.alive) each.dispose();
  }
}

/** The activation of a hidden layer. */
function activationOf(plan: Pick<State, 'activation' | 'layerActivations'>, layer: number): Activation {
  return activations[plan.layerActivations[layer] ?? plan.activation];
}

/** What a state says of the net. */
export function planOf(state: State): NetPlan {
  return { ...state, inputs: featuresOn(state) };
}

/** What is shown of a sum of the output: a number from −1 to 1 where there are classes. */
export function answerOf({ problem, loss }: Pick<State, 'problem' | 'loss'>, sum: Tensor): Tensor {
  if (problem === 'regression') return sum;
  // 2 σ(z) − 1 = tanh(z / 2): the probability on the scale of the labels.
  return tanh(loss === 'log' ? sum.mul(0.5) : sum) as Tensor;
}
