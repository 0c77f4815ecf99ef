import { type Compiled, scope, type Tensor, tensor } from '@descent/core';
import { dense, type Model, sequential } from '@descent/layers';
import { l1, l2, meanSquaredError, type Regularizer } from '@descent/losses';
import { adam, type Optimizer, sgd } from '@descent/train';
import { trainStep } from '../shared/training/train-step.js';
import type { Trainable } from '../shared/training/trainable.js';
import { featureCount, pair, type Settings, surfaceBound, surfaceSize, type View } from './protocol.js';
import { sparseData } from './sparse-data.js';

const rates = { sgd: 0.05, adam: 0.02 } as const;

/** A weighted sum of twenty features, five of which count, trained under a penalty. */
export class Regression implements Trainable<Settings, View> {
  #settings: Settings;
  #data: ReturnType<typeof sparseData>;
  #model: Model;
  #optimizer: Optimizer;
  #step: Compiled<[Tensor, Tensor], Tensor>;

  readonly end = undefined;

  constructor(settings: Settings) {
    this.#settings = settings;
    this.#data = sparseData(settings.seed);
    this.#model = modelOf(settings);
    this.#optimizer = optimizerOf(settings);
    this.#step = trainStep(this.#model, meanSquaredError, this.#optimizer);
  }

  configure(settings: Settings): boolean {
    const before = this.#settings;
    if ((Object.keys(settings) as (keyof Settings)[]).every((name) => settings[name] === before[name]))
      return false;
    this.#settings = settings;
    const isAnew = settings.seed !== before.seed;
    if (isAnew) {
      for (const each of Object.values(this.#data)) each.dispose();
      this.#data = sparseData(settings.seed);
    }
    const old = { model: this.#model, optimizer: this.#optimizer, step: this.#step };
    this.#model = modelOf(settings);
    // Another penalty goes on with the weights as they are.
    if (!isAnew)
      this.#model.parameters.forEach((parameter, i) => {
        const value = old.model.parameters[i]?.value;
        if (value) parameter.assign(value);
      });
    this.#optimizer = optimizerOf(settings);
    this.#step = trainStep(this.#model, meanSquaredError, this.#optimizer);
    old.step.dispose();
    old.model.dispose();
    old.optimizer.dispose();
    return isAnew;
  }

  async step(): Promise<void> {
    this.#step(this.#data.x, this.#data.y).dispose();
  }

  async view(): Promise<View> {
    const { x, y, testX, testY } = this.#data;
    const kernel = this.#model.parameters[0]?.value as Tensor;
    const penalty = penaltyOf(this.#settings);
    const tensors = scope(() => {
      const losses = [
        meanSquaredError(this.#model.predict(x), y),
        penalty ? penalty(kernel) : tensor(0),
        meanSquaredError(this.#model.predict(testX), testY),
      ];
      return [kernel.mul(1), ...losses, this.#surface(kernel)] as readonly Tensor[];
    });
    const [weights, loss, complexity, testLoss, surface] = await Promise.all(
      tensors.map((each) => each.data()),
    );
    for (const each of tensors) each.dispose();
    return {
      weights: Float32Array.from(weights as Float32Array),
      loss: loss?.[0] as number,
      complexity: complexity?.[0] as number,
      testLoss: testLoss?.[0] as number,
      surface: Float32Array.from(surface as Float32Array),
    };
  }

  dispose(): void {
    for (const each of Object.values(this.#data)) each.dispose();
    this.#step.dispose();
    this.#model.dispose();
    this.#optimizer.dispose();
  }

  /** The training loss where the two weights of the pair have other values. */
  #surface(kernel: Tensor): Tensor {
    const { x, y } = this.#data;
    const [first, second] = pair.map((feature) => ({
      column: x.slice([0, feature], [x.shape[0] as number, 1]).transpose(),
      weight: kernel.slice([feature, 0], [1, 1]),
    })) as [{ column: Tensor; weight: Tensor }, { column: Tensor; weight: Tensor }];
    const rest = y
      .sub(this.#model.call(x))
      .transpose()
      .add(first.column.mul(first.weight))
      .add(second.column.mul(second.weight));
    const at = (i: number): number => (2 * surfaceBound * (i + 0.5)) / surfaceSize - surfaceBound;
    const cells = surfaceSize ** 2;
    const across = Float32Array.from({ length: cells }, (_, i) => at(i % surfaceSize));
    const up = Float32Array.from({ length: cells }, (_, i) => -at(Math.floor(i / surfaceSize)));
    return rest
      .sub((tensor(across, [cells, 1]) as Tensor).mul(first.column))
      .sub((tensor(up, [cells, 1]) as Tensor).mul(second.column))
      .square()
      .mean(1) as Tensor;
  }
}

function penaltyOf({ penalty, strength }: Settings): Regularizer | undefined {
  return { none: undefined, decay: undefined, l1: l1(strength), l2: l2(strength) }[penalty];
}

function modelOf(settings: Settings): Model {
  const kernelRegularizer = penaltyOf(settings);
  return sequential(
    { input: [featureCount], seed: settings.seed },
    dense(1, { useBias: false, ...(kernelRegularizer && { kernelRegularizer: kernelRegularizer as never }) }),
  ) as unknown as Model;
}

function optimizerOf({ optimizer, penalty, strength }: Settings): Optimizer {
  // As much as L2 does to plain gradient descent: the slope of λ w² is 2 λ w.
  const options = { learningRate: rates[optimizer], weightDecay: penalty === 'decay' ? 2 * strength : 0 };
  return optimizer === 'sgd' ? sgd(options) : adam(options);
}
