import { compile, scope, type Tensor, tensor, variableGradients } from '@descent/core';
import { dense, sequential } from '@descent/layers';
import { logLossFromLogits } from '@descent/losses';
import { adam } from '@descent/train';
import type { Trainable } from '../shared/training/trainable.js';
import { examplesOf } from './examples.js';
import { bound, type Example, type Settings, type View } from './protocol.js';

/** Cells along each axis of the map. */
const mapSize = 60;

const makeModel = () =>
  sequential(
    { input: [2], seed: 2 },
    dense(16, { activation: 'tanh' }),
    dense(16, { activation: 'tanh' }),
    dense(1),
  );

/** A net with two hidden layers that learns which of two classes a place of the plane belongs to. */
export class Learner implements Trainable<Settings, View> {
  #settings: Settings;
  #examples: readonly Example[] = [];
  #isNew = true;
  #net: ReturnType<Learner['netOf']> | undefined;
  readonly #places = tensor(places(), [mapSize * mapSize, 2]);

  readonly end = undefined;

  constructor(settings: Settings) {
    this.#settings = settings;
  }

  /** Fetches the examples. */
  async begin(): Promise<this> {
    this.#examples = await examplesOf(this.#settings.data);
    this.#net?.dispose();
    this.#net = this.netOf();
    this.#isNew = true;
    return this;
  }

  async configure(settings: Settings): Promise<boolean> {
    const before = this.#settings;
    this.#settings = settings;
    if (settings.data !== before.data) {
      await this.begin();
      return true;
    }
    this.net.optimizer.learningRate = settings.rate;
    return false;
  }

  async step(): Promise<void> {
    this.net.step().dispose();
  }

  async view(): Promise<View> {
    const { model, x, y } = this.net;
    const [map, answers, loss] = scope(() => {
      const logits = model.call(x);
      return [model.call(this.#places), logits, logLossFromLogits(logits, y)] as const;
    });
    using all = map;
    using own = answers;
    using mean = loss;
    const [values, logits, [first]] = await Promise.all([all.data(), own.data(), mean.data()]);
    const right = this.#examples.filter(({ isOne }, i) => (logits[i] as number) > 0 === isOne).length;
    const examples = this.#isNew ? this.#examples : undefined;
    this.#isNew = false;
    return {
      loss: first as number,
      accuracy: right / this.#examples.length,
      parameterCount: model.parameterCount,
      map: { values: Float32Array.from(values as Float32Array), size: mapSize },
      examples,
    };
  }

  dispose(): void {
    this.#net?.dispose();
    this.#places.dispose();
  }

  private get net() {
    if (!this.#net) throw new Error('the net is asked for before it has begun');
    return this.#net;
  }

  /** The model, its optimizer, its examples as tensors, and the compiled step. */
  private netOf() {
    const model = makeModel();
    const optimizer = adam({ learningRate: this.#settings.rate });
    const x = tensor(
      this.#examples.flatMap((example) => [example.x, example.y]),
      [this.#examples.length, 2],
    );
    const y = tensor(
      this.#examples.map(({ isOne }) => (isOne ? 1 : 0)),
      [this.#examples.length, 1],
    );
    const step = compile(() => {
      const { value, gradients } = variableGradients(
        () => logLossFromLogits(model.call(x), y),
        model.parameters,
      );
      optimizer.update(model.parameters, gradients);
      return value as Tensor;
    });
    const dispose = (): void => {
      for (const each of [step, optimizer, model, x, y]) each.dispose();
    };
    return { model, optimizer, x, y, step, dispose };
  }
}

/** Middles of the map's cells, rows from the top. */
function places(): Float32Array {
  const at = (i: number): number => ((i + 0.5) / mapSize) * 2 * bound - bound;
  return Float32Array.from({ length: 2 * mapSize * mapSize }, (_, i) => {
    const cell = i >> 1;
    return i % 2 === 0 ? at(cell % mapSize) : -at(Math.floor(cell / mapSize));
  });
}
