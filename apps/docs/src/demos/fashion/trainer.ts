import { softmax, type Tensor, tensor } from '@descent/core';
import { confusion, type Mistake, worstMistakes } from '@descent/explain';
import { Classifier } from '../shared/classifier.js';
import { type FashionMnist, loadFashionMnist } from '../shared/fashion-mnist.js';
import { pixelCount } from '../shared/fashion-names.js';
import { fitDrawing } from '../shared/fit-drawing.js';
import type { Trainable } from '../shared/training/trainable.js';
import { nets } from './nets.js';
import {
  gallerySize,
  goal,
  type NetName,
  type NetView,
  netNames,
  type Settings,
  testEvery,
  type View,
} from './protocol.js';

/** Five times through 10,000 pictures. */
const training = { batchSize: 50, stepCount: 1000, rate: 0.003, seed: 1 } as const;
/** Steps of which one mean loss is drawn. */
const lossSteps = 10;

/** One net, and what is known of it. */
interface Pupil {
  readonly classifier: Classifier;
  readonly losses: number[];
  readonly accuracies: number[];
  /** Losses that are not yet part of a mean. */
  recent: number[];
  /** All test pictures, the largest loss first. */
  answers: readonly Mistake[];
  confusion: readonly number[];
  testMilliseconds: number;
  secondsToGoal: number | undefined;
}

/** Trains both nets on the same pictures in the same order, the one that is chosen, and keeps the other. */
export class Trainer implements Trainable<Settings, View> {
  #settings: Settings;
  #data: FashionMnist | undefined;
  readonly #pupils: Record<NetName, Pupil>;
  #seen: Float32Array | undefined;

  constructor(settings: Settings, data?: FashionMnist) {
    this.#settings = settings;
    this.#data = data;
    const pupil = (name: NetName): Pupil => ({
      classifier: new Classifier(nets[name](), training),
      losses: [],
      accuracies: [],
      recent: [],
      answers: [],
      confusion: [],
      testMilliseconds: 0,
      secondsToGoal: undefined,
    });
    this.#pupils = { dense: pupil('dense'), cnn: pupil('cnn') };
  }

  get end(): string | undefined {
    return this.#pupils[this.#settings.net].classifier.isOver ? 'done' : undefined;
  }

  configure(settings: Settings): boolean {
    if (settings.drawing !== this.#settings.drawing) this.#seen = undefined;
    this.#settings = settings;
    return false;
  }

  async step(): Promise<void> {
    this.#data ??= await loadFashionMnist();
    const pupil = this.#pupils[this.#settings.net];
    if (pupil.classifier.isOver) return;
    pupil.recent.push(await pupil.classifier.learn(this.#data.train));
    if (pupil.recent.length === lossSteps) {
      pupil.losses.push(pupil.recent.reduce((sum, loss) => sum + loss, 0) / lossSteps);
      pupil.recent = [];
    }
    if (pupil.classifier.step % testEvery === 0) await this.#test(pupil, this.#data);
  }

  async view(): Promise<View> {
    const { net, cell, drawing } = this.#settings;
    const { confusion: counts, answers } = this.#pupils[net];
    const shown = answers
      .filter(({ label, prediction }) =>
        cell === '' ? label !== prediction : cell === `${label}-${prediction}`,
      )
      .slice(0, gallerySize);
    const pixels = new Float32Array(shown.length * pixelCount);
    shown.forEach(({ index }, i) => {
      const picture = this.#data?.test.pixels.subarray(index * pixelCount, (index + 1) * pixelCount);
      if (picture) pixels.set(picture, i * pixelCount);
    });
    this.#seen ??= drawing.length > 0 ? await fitDrawing(drawing) : new Float32Array();
    return {
      hasData: this.#data !== undefined,
      nets: { dense: this.#viewOf('dense'), cnn: this.#viewOf('cnn') },
      confusion: counts,
      items: shown.map(({ label, prediction, confidence }) => ({ label, answer: prediction, confidence })),
      pixels,
      seen: this.#seen.slice(),
      guesses: { dense: await this.#guess('dense'), cnn: await this.#guess('cnn') },
    };
  }

  dispose(): void {
    for (const name of netNames) this.#pupils[name].classifier.dispose();
  }

  async #test(pupil: Pupil, { test }: FashionMnist): Promise<void> {
    const begun = performance.now();
    const scores = tensor(await pupil.classifier.score(test.pixels), [test.count, 10]) as Tensor;
    const { matrix, accuracy } = await confusion(test.labels, scores);
    pupil.answers = await worstMistakes(test.labels, scores, { count: test.count, all: true });
    scores.dispose();
    pupil.confusion = matrix.flat();
    pupil.accuracies.push(accuracy);
    pupil.testMilliseconds += performance.now() - begun;
    if (accuracy >= goal) pupil.secondsToGoal ??= pupil.classifier.seconds + pupil.testMilliseconds / 1000;
  }

  #viewOf(name: NetName): NetView {
    const { classifier, losses, accuracies, secondsToGoal } = this.#pupils[name];
    const { step, seconds } = classifier;
    return { step, stepCount: training.stepCount, losses, accuracies, seconds, secondsToGoal };
  }

  /** Probabilities of the classes for the drawing; none without one. */
  async #guess(name: NetName): Promise<readonly number[]> {
    if (!this.#seen?.length) return [];
    const logits = tensor(await this.#pupils[name].classifier.score(this.#seen)) as Tensor;
    const shares = softmax(logits) as Tensor;
    const values = [...(await shares.data())];
    logits.dispose();
    shares.dispose();
    return values;
  }
}
