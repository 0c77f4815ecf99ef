import { type Compiled, compile, Rng, type Tensor, tensor, variableGradients } from '@descent/core';
import type { Model } from '@descent/layers';
import { crossEntropyFromLogits } from '@descent/losses';
import { adam, cosineDecay, type Optimizer } from '@descent/train';
import type { Pictures } from './fashion-mnist.js';

/** How a classifier is trained. */
export interface Training {
  /** Examples of a batch; divides the number of examples. */
  readonly batchSize: number;
  readonly stepCount: number;
  /** Adam's learning rate at the start; it falls to 0 along a cosine. */
  readonly rate: number;
  readonly seed: number;
}

/** Pictures that are scored at once. */
const scoredAtOnce = 250;

/** A net that learns the classes of pictures, one batch at a time, until its steps are done. */
export class Classifier {
  readonly #model: Model;
  readonly #training: Training;
  readonly #optimizer: Optimizer;
  readonly #update: Compiled<[Tensor, Tensor], Tensor>;
  readonly #shape: readonly number[];
  /** Numbers of one input. */
  readonly #size: number;
  #order: Int32Array = new Int32Array();
  #step = 0;
  #milliseconds = 0;

  constructor(model: Model, training: Training) {
    this.#model = model;
    this.#training = training;
    this.#shape = model.inputs[0]?.shape ?? [];
    this.#size = this.#shape.reduce((product, each) => product * each, 1);
    const { rate, stepCount, seed } = training;
    this.#optimizer = adam({ learningRate: cosineDecay({ initialRate: rate, decaySteps: stepCount }) });
    const rng = new Rng(seed);
    this.#update = compile((x: Tensor, y: Tensor) => {
      const parameters = model.trainableParameters;
      const { value, gradients } = variableGradients(
        () => crossEntropyFromLogits(model.call(x, { training: true, rng }), y),
        parameters,
      );
      this.#optimizer.update(parameters, gradients);
      return value;
    });
  }

  /** Steps so far. */
  get step(): number {
    return this.#step;
  }

  get isOver(): boolean {
    return this.#step >= this.#training.stepCount;
  }

  /** What the steps took. */
  get seconds(): number {
    return this.#milliseconds / 1000;
  }

  /** Learns from the next batch; gives its loss before that. */
  async learn({ count, pixels, labels }: Pictures): Promise<number> {
    const begun = performance.now();
    const { batchSize, seed } = this.#training;
    const batches = count / batchSize;
    const [epoch, place] = [Math.floor(this.#step / batches), this.#step % batches];
    if (place === 0) this.#order = new Rng(seed).split(epoch).permutation(count);
    const x = new Float32Array(batchSize * this.#size);
    const y = new Int32Array(batchSize);
    for (let i = 0; i < batchSize; i++) {
      const example = this.#order[place * batchSize + i] as number;
      x.set(pixels.subarray(example * this.#size, (example + 1) * this.#size), i * this.#size);
      y[i] = labels[example] as number;
    }
    const tensors = [this.#tensorOf(x), tensor(y) as Tensor] as const;
    const loss = this.#update(...tensors);
    const [value] = await loss.data();
    for (const each of [...tensors, loss]) each.dispose();
    this.#step++;
    this.#milliseconds += performance.now() - begun;
    return value as number;
  }

  /** The logits of pictures, a row for each. */
  async score(pixels: Float32Array): Promise<Float32Array> {
    const stretch = scoredAtOnce * this.#size;
    const rows: number[][] = [];
    for (let from = 0; from < pixels.length; from += stretch) {
      const x = this.#tensorOf(pixels.slice(from, from + stretch));
      const scores = this.#model.predict(x);
      rows.push([...(await scores.data())]);
      x.dispose();
      scores.dispose();
    }
    return Float32Array.from(rows.flat());
  }

  dispose(): void {
    this.#update.dispose();
    this.#optimizer.dispose();
    this.#model.dispose();
  }

  #tensorOf(pixels: Float32Array): Tensor {
    return tensor(pixels, [pixels.length / this.#size, ...this.#shape]) as Tensor;
  }
}
