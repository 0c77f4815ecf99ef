import { type Compiled, scope, sigmoid, type Tensor } from '@descent/core';
import { decisionBoundary } from '@descent/explain';
import { dense, type Model, sequential } from '@descent/layers';
import { accuracy, logLossFromLogits } from '@descent/losses';
import { adam, type Optimizer } from '@descent/train';
import { tensorsOfPoints } from '../shared/training/class-data.js';
import { CurveHistory } from '../shared/training/curve-history.js';
import { trainStep } from '../shared/training/train-step.js';
import type { Trainable } from '../shared/training/trainable.js';
import { testPoints, trainingPoints } from './data.js';
import { bound, lastStep, mapSize, type Settings, type View } from './protocol.js';

const learningRate = 0.02;

interface Net {
  readonly model: Model;
  readonly optimizer: Optimizer;
  readonly step: Compiled<[Tensor, Tensor], Tensor>;
}

/** A net on its way from not knowing to knowing too well. */
export class Learner implements Trainable<Settings, View> {
  #points: readonly number[] = [];
  #testPoints: readonly number[] = [];
  #tensors: readonly Tensor[] = [];
  #net: Net | undefined;
  #settings: Settings | undefined;
  #history = new CurveHistory();
  #stepCount = 0;

  static async of(settings: Settings): Promise<Learner> {
    const made = new Learner();
    await made.configure(settings);
    return made;
  }

  get end(): string | undefined {
    return this.#stepCount >= lastStep ? 'done' : undefined;
  }

  async configure(settings: Settings): Promise<boolean> {
    const names = ['width', 'count', 'noise', 'random', 'seed'] as const;
    if (names.every((name) => settings[name] === this.#settings?.[name])) return false;
    this.#settings = settings;
    this.dispose();
    [this.#points, this.#testPoints] = await Promise.all([
      trainingPoints(settings.count, settings),
      testPoints(settings),
    ]);
    this.#tensors = [...tensorsOfPoints(this.#points), ...tensorsOfPoints(this.#testPoints)];
    const { width, seed } = settings;
    const hidden = () => dense(width, { activation: 'tanh' });
    const model = sequential({ input: [2], seed }, hidden(), hidden(), dense(1)) as unknown as Model;
    const optimizer = adam({ learningRate });
    this.#net = { model, optimizer, step: trainStep(model, logLossFromLogits, optimizer) };
    this.#history = new CurveHistory();
    this.#stepCount = 0;
    await this.#remember();
    return true;
  }

  async step(): Promise<void> {
    const [x, y] = this.#tensors;
    this.#net?.step(x as Tensor, y as Tensor).dispose();
    this.#stepCount++;
    if (this.#history.wants(this.#stepCount)) await this.#remember();
  }

  async view(): Promise<View> {
    const { model } = this.#net as Net;
    const [boundary, measured] = await Promise.all([
      decisionBoundary(model, { xRange: [-bound, bound], yRange: [-bound, bound], resolution: mapSize }),
      this.#measure(),
    ]);
    const [trainingLoss, testLoss, trainingAccuracy, testAccuracy] = measured;
    return {
      points: Float32Array.from(this.#points),
      testPoints: Float32Array.from(this.#testPoints),
      map: Float32Array.from(boundary.outputs.values),
      history: this.#history.values,
      trainingLoss,
      testLoss,
      trainingAccuracy,
      testAccuracy,
      parameterCount: model.parameterCount,
    };
  }

  dispose(): void {
    for (const each of this.#tensors) each.dispose();
    this.#tensors = [];
    this.#net?.step.dispose();
    this.#net?.model.dispose();
    this.#net?.optimizer.dispose();
    this.#net = undefined;
  }

  async #remember(): Promise<void> {
    const [training, test] = await this.#measure();
    this.#history.add(this.#stepCount, training, test);
  }

  /** Loss and accuracy, on the points that are learned and on others. */
  async #measure(): Promise<readonly [number, number, number, number]> {
    const { model } = this.#net as Net;
    const [x, y, testX, testY] = this.#tensors as readonly [Tensor, Tensor, Tensor, Tensor];
    const tensors = scope(() => {
      const [known, unknown] = [model.predict(x), model.predict(testX)];
      return [
        logLossFromLogits(known, y),
        logLossFromLogits(unknown, testY),
        accuracy(sigmoid(known) as Tensor, y),
        accuracy(sigmoid(unknown) as Tensor, testY),
      ];
    });
    const values = await Promise.all(tensors.map((each) => each.data()));
    for (const each of tensors) each.dispose();
    return values.map((value) => value[0]) as unknown as readonly [number, number, number, number];
  }
}
