import { type Compiled, scope, sigmoid, type Tensor, tensor } from '@descent/core';
import { decisionBoundary } from '@descent/explain';
import { dense, type Model, sequential } from '@descent/layers';
import { accuracy, logLossFromLogits } from '@descent/losses';
import {
  adam,
  cosineDecay,
  exponentialDecay,
  type Optimizer,
  type Schedule,
  stepDecay,
} from '@descent/train';
import { testPoints, trainingPoints } from '../overfit/data.js';
import { tensorsOfPoints } from '../shared/training/class-data.js';
import { trainStep } from '../shared/training/train-step.js';
import type { Trainable } from '../shared/training/trainable.js';
import {
  type Act,
  bound,
  type End,
  lastStep,
  lookEvery,
  mapSize,
  type Settings,
  type View,
} from './protocol.js';

const width = 32;
const pointCount = 100;
const noise = 0.15;

/** A net that overfits, and remembers where it was best. Other settings are another run. */
export class Stopper implements Trainable<Settings, View, Act> {
  readonly #settings: Settings;
  #points: readonly number[] = [];
  #tensors: readonly Tensor[] = [];
  readonly #model: Model;
  readonly #optimizer: Optimizer;
  readonly #step: Compiled<[Tensor, Tensor], Tensor>;
  #stepCount = 0;
  #at = 0;
  #history: number[] = [];
  #rates: number[] = [];
  #best: { step: number; loss: number; values: readonly Float32Array[] } = {
    step: 0,
    loss: Number.POSITIVE_INFINITY,
    values: [],
  };

  end: End | undefined;

  private constructor(settings: Settings) {
    this.#settings = settings;
    const hidden = () => dense(width, { activation: 'tanh' });
    const { seed } = settings;
    this.#model = sequential({ input: [2], seed }, hidden(), hidden(), dense(1)) as unknown as Model;
    this.#optimizer = adam({ learningRate: rateOf(settings) });
    this.#step = trainStep(this.#model, logLossFromLogits, this.#optimizer);
  }

  static async of(settings: Settings): Promise<Stopper> {
    const made = new Stopper(settings);
    const spoiling = { noise, random: false, seed: settings.seed };
    const [training, validation] = await Promise.all([
      trainingPoints(pointCount, spoiling),
      testPoints(spoiling),
    ]);
    made.#points = training;
    made.#tensors = [...tensorsOfPoints(training), ...tensorsOfPoints(validation)];
    await made.#look();
    return made;
  }

  configure(): boolean {
    return false;
  }

  /** The weights of the best look are put back. */
  async act(): Promise<void> {
    this.#model.parameters.forEach((parameter, i) => {
      using value = tensor(this.#best.values[i] as Float32Array, parameter.shape);
      parameter.assign(value);
    });
    this.#at = this.#best.step;
  }

  async step(): Promise<void> {
    const [x, y] = this.#tensors as readonly [Tensor, Tensor];
    this.#step(x, y).dispose();
    this.#at = ++this.#stepCount;
    if (this.#stepCount % lookEvery === 0) await this.#look();
    const patience = Number(this.#settings.patience);
    if (patience > 0 && this.#stepCount - this.#best.step >= patience) {
      this.end = 'stopped';
      await this.act();
    } else if (this.#stepCount >= lastStep) this.end = 'done';
  }

  async view(): Promise<View> {
    const [boundary, [trainingLoss, validationLoss, validationAccuracy]] = await Promise.all([
      decisionBoundary(this.#model, {
        xRange: [-bound, bound],
        yRange: [-bound, bound],
        resolution: mapSize,
      }),
      this.#measure(),
    ]);
    return {
      points: Float32Array.from(this.#points),
      map: Float32Array.from(boundary.outputs.values),
      history: Float32Array.from(this.#history),
      rates: Float32Array.from(this.#rates),
      at: this.#at,
      bestStep: this.#best.step,
      bestLoss: this.#best.loss,
      trainingLoss,
      validationLoss,
      validationAccuracy,
    };
  }

  dispose(): void {
    for (const each of this.#tensors) each.dispose();
    this.#step.dispose();
    this.#model.dispose();
    this.#optimizer.dispose();
  }

  /** Measures, and keeps the weights if they are the best so far. */
  async #look(): Promise<void> {
    const [training, validation] = await this.#measure();
    this.#history.push(this.#stepCount, training, validation);
    this.#rates.push(this.#stepCount, await this.#optimizer.readLearningRate());
    if (validation >= this.#best.loss) return;
    const values = await Promise.all(this.#model.parameters.map(({ value }) => value.data()));
    this.#best = {
      step: this.#stepCount,
      loss: validation,
      values: values.map((each) => Float32Array.from(each as Float32Array)),
    };
  }

  async #measure(): Promise<readonly [training: number, validation: number, accuracy: number]> {
    const [x, y, otherX, otherY] = this.#tensors as readonly [Tensor, Tensor, Tensor, Tensor];
    const tensors = scope(() => {
      const other = this.#model.predict(otherX);
      return [
        logLossFromLogits(this.#model.predict(x), y),
        logLossFromLogits(other, otherY),
        accuracy(sigmoid(other) as Tensor, otherY),
      ];
    });
    const values = await Promise.all(tensors.map((each) => each.data()));
    for (const each of tensors) each.dispose();
    return values.map((value) => value[0]) as unknown as readonly [number, number, number];
  }
}

function rateOf({ schedule, learningRate: initialRate }: Settings): number | Schedule {
  switch (schedule) {
    case 'constant':
      return initialRate;
    case 'step':
      return stepDecay({ initialRate, every: lastStep / 6, factor: 0.5 });
    case 'exponential':
      return exponentialDecay({ initialRate, decaySteps: lastStep, decayRate: 0.01 });
    case 'cosine':
      return cosineDecay({ initialRate, decaySteps: lastStep });
  }
}
