import { Rng, softmax, type Tensor, tensor } from '@descent/core';
import { confusion } from '@descent/explain';
import { Classifier } from '../shared/classifier.js';
import { loadFashionMnist, type Pictures } from '../shared/fashion-mnist.js';
import { pixelCount } from '../shared/fashion-names.js';
import type { Trainable } from '../shared/training/trainable.js';
import { garmentCount, garmentsOf, putInFrame } from './frame.js';
import { nets } from './nets.js';
import { type NetName, type NetView, netNames, type Settings, shifts, type View } from './protocol.js';

/** Once and a half through 10,000 pictures. */
const training = { batchSize: 50, stepCount: 300, rate: 0.005, seed: 1 } as const;
/** Steps between two looks at the nets. */
const lookEvery = 100;
/** Test pictures that are moved about. */
const movedCount = 200;

/** Garments as they are, and in the middle of their frames. */
interface Data {
  readonly train: Pictures;
  readonly garments: Float32Array;
  readonly labels: Int32Array;
}

/** Trains both nets on garments in the middle of a frame, and looks what they make of those elsewhere. */
export class Trainer implements Trainable<Settings, View> {
  #settings: Settings;
  #data: Data | undefined;
  #classifiers: Record<NetName, Classifier>;
  #views: Record<NetName, NetView>;
  #testedAt = 0;
  /** Where each pixel goes when pictures are scrambled. */
  readonly #order = new Rng(15).permutation(pixelCount);

  constructor(settings: Settings) {
    this.#settings = settings;
    this.#classifiers = newClassifiers();
    this.#views = newViews();
  }

  get end(): string | undefined {
    return this.#classifiers.cnn.isOver ? 'done' : undefined;
  }

  async configure(settings: Settings): Promise<boolean> {
    const before = this.#settings;
    this.#settings = settings;
    const isAnew = settings.scrambled !== before.scrambled;
    if (isAnew) {
      this.dispose();
      this.#classifiers = newClassifiers();
      this.#views = newViews();
      this.#testedAt = 0;
      if (this.#data) this.#data = await this.#load();
    } else if (settings.picture !== before.picture && this.#data) await this.#lookAtPicture(this.#data);
    return isAnew;
  }

  async step(): Promise<void> {
    if (!this.#data) {
      this.#data = await this.#load();
      await this.#lookAtPicture(this.#data);
    }
    for (const name of netNames) await this.#classifiers[name].learn(this.#data.train);
    if (this.#classifiers.cnn.step % lookEvery === 0) {
      await this.#lookAtAll(this.#data);
      await this.#lookAtPicture(this.#data);
    }
  }

  async view(): Promise<View> {
    const { picture } = this.#settings;
    const copied = ({ accuracies, map, answers }: NetView): NetView => ({
      accuracies,
      map: map.slice(),
      answers: answers.slice(),
    });
    return {
      hasData: this.#data !== undefined,
      testedAt: this.#testedAt,
      nets: { dense: copied(this.#views.dense), cnn: copied(this.#views.cnn) },
      garment: this.#data ? garment(this.#data, picture).slice() : new Float32Array(garmentCount),
      label: this.#data?.labels[picture] ?? 0,
    };
  }

  dispose(): void {
    for (const name of netNames) this.#classifiers[name].dispose();
  }

  async #load(): Promise<Data> {
    const { train, test } = await loadFashionMnist();
    const garments = garmentsOf(train);
    const pixels = new Float32Array(train.count * pixelCount);
    for (let i = 0; i < train.count; i++) {
      this.#put(
        garments.subarray(i * garmentCount, (i + 1) * garmentCount),
        pixels.subarray(i * pixelCount, (i + 1) * pixelCount),
        0,
        0,
      );
    }
    return { train: { ...train, pixels }, garments: garmentsOf(test), labels: test.labels };
  }

  #put(from: Float32Array, frame: Float32Array, right: number, down: number): void {
    putInFrame(from, frame, right, down, this.#settings.scrambled ? this.#order : undefined);
  }

  async #lookAtAll(data: Data): Promise<void> {
    this.#testedAt = this.#classifiers.cnn.step;
    const labels = data.labels.subarray(0, movedCount);
    const accuracies: Record<NetName, number[]> = { dense: [], cnn: [] };
    for (const right of shifts) {
      const frames = new Float32Array(movedCount * pixelCount);
      for (let i = 0; i < movedCount; i++) {
        this.#put(garment(data, i), frames.subarray(i * pixelCount, (i + 1) * pixelCount), right, 0);
      }
      for (const name of netNames) {
        const scores = tensor(await this.#classifiers[name].score(frames), [movedCount, 10]) as Tensor;
        accuracies[name].push((await confusion(labels, scores)).accuracy);
        scores.dispose();
      }
    }
    for (const name of netNames) this.#views[name] = { ...this.#views[name], accuracies: accuracies[name] };
  }

  async #lookAtPicture(data: Data): Promise<void> {
    const { picture } = this.#settings;
    const own = garment(data, picture);
    const label = data.labels[picture] as number;
    const count = shifts.length ** 2;
    const frames = new Float32Array(count * pixelCount);
    shifts.forEach((down, row) => {
      shifts.forEach((right, column) => {
        const at = row * shifts.length + column;
        this.#put(own, frames.subarray(at * pixelCount, (at + 1) * pixelCount), right, down);
      });
    });
    for (const name of netNames) {
      const logits = tensor(await this.#classifiers[name].score(frames), [count, 10]) as Tensor;
      const shares = softmax(logits) as Tensor;
      const values = await shares.data();
      const map = new Float32Array(count);
      const answers = new Int32Array(count);
      for (let i = 0; i < count; i++) {
        const row = [...values.subarray(10 * i, 10 * (i + 1))] as number[];
        map[i] = row[label] as number;
        answers[i] = row.indexOf(Math.max(...row));
      }
      this.#views[name] = { ...this.#views[name], map, answers };
      logits.dispose();
      shares.dispose();
    }
  }
}

function garment({ garments }: Data, i: number): Float32Array {
  return garments.subarray(i * garmentCount, (i + 1) * garmentCount);
}

function newClassifiers(): Record<NetName, Classifier> {
  return {
    dense: new Classifier(nets.dense(), training),
    cnn: new Classifier(nets.cnn(), training),
  };
}

function newViews(): Record<NetName, NetView> {
  const view: NetView = { accuracies: [], map: new Float32Array(), answers: new Int32Array() };
  return { dense: view, cnn: view };
}
