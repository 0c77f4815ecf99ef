import {
  compile,
  normal,
  Rng,
  scope,
  stack,
  type Tensor,
  tensor,
  Variable,
  variableGradients,
} from '@descent/core';
import { adam, type Optimizer, sgd } from '@descent/train';
import type { Grid } from '../shared/surface-map.js';
import type { Trainable } from '../shared/training/trainable.js';
import { bound, type Place, type Settings, type View } from './protocol.js';
import { surfaces } from './surfaces.js';

/** Cells along each axis of the map. */
const mapSize = 96;
/** Who has left this range will not come back. */
const farAway = 1e3;
/** A step that is shorter moves nothing that can be seen. */
const standstill = 1e-5;
/** Standard deviation of what noise adds to each part of a gradient. */
const noiseSize = 1.5;

/** Gradient descent, with momentum, and Adam, on one surface from one start at one rate. */
export class Race implements Trainable<Settings, View> {
  #settings: Settings;
  #optimizers: Optimizer[];
  #weights: Variable[];
  #rng = new Rng(1);
  #step: ReturnType<Race['stepOf']>;
  #path: number[] = [];
  #places: number[];
  #isNew = true;
  #map: Grid | undefined;

  end: 'settled' | 'diverged' | undefined;

  constructor(settings: Settings) {
    this.#settings = settings;
    this.#optimizers = optimizersOf(settings);
    this.#weights = weightsAt(settings.start);
    this.#step = this.stepOf();
    this.#places = this.#weights.flatMap(() => [settings.start.w1, settings.start.w2]);
    this.#path = [...this.#places];
  }

  /** Gets ready to draw. */
  async begin(): Promise<this> {
    this.#map = await mapOf(this.#settings);
    return this;
  }

  async configure(settings: Settings): Promise<boolean> {
    const before = this.#settings;
    this.#settings = settings;
    if (settings.surface !== before.surface) this.#map = await mapOf(settings);
    const isElsewhere = settings.start.w1 !== before.start.w1 || settings.start.w2 !== before.start.w2;
    if (isElsewhere || settings.surface !== before.surface || settings.momentum !== before.momentum) {
      this.#restart();
      return true;
    }
    for (const optimizer of this.#optimizers) optimizer.learningRate = settings.rate;
    if (settings.noise !== before.noise) {
      this.#step.dispose();
      this.#step = this.stepOf();
    }
    if (this.end === 'settled') this.end = undefined;
    return false;
  }

  async step(): Promise<void> {
    const [places, moved] = scope(() => {
      const at = this.#step();
      return [at, at.sub(tensor(this.#places, [this.#weights.length, 2]))];
    }) as [Tensor, Tensor];
    using given = places;
    using way = moved;
    const [values, ways] = await Promise.all([given.data(), way.data()]);
    // Who ran away stays where it left: its numbers mean nothing any more.
    this.#places = [...values].map((value, i) =>
      Math.abs(value as number) < farAway
        ? (value as number)
        : Math.sign(this.#places[i] as number) * farAway,
    );
    this.#path.push(...this.#places);
    const isGone = this.#places.map((value) => Math.abs(value) >= farAway);
    const distances = [...ways].map((distance, i) => (isGone[i] ? 0 : Math.abs(distance as number)));
    if (!this.#settings.noise && distances.every((distance) => distance < standstill)) {
      this.end = isGone.every((gone, i) => gone || isGone[i ^ 1]) ? 'diverged' : 'settled';
    }
  }

  async view(): Promise<View> {
    const { loss } = surfaces[this.#settings.surface];
    const [losses, gradient] = scope(() => {
      const at = this.#weights.map(({ value }) => value);
      const first = this.#weights[0] as Variable;
      const { gradients } = variableGradients(() => lossAt(loss, first.value), [first]);
      return [stack(at.map((each) => lossAt(loss, each))), gradients[0] as Tensor];
    }) as [Tensor, Tensor];
    using all = losses;
    using slope = gradient;
    const view = {
      path: Float32Array.from(this.#path),
      losses: Float32Array.from((await all.data()) as Float32Array),
      gradient: Float32Array.from((await slope.data()) as Float32Array),
      isNew: this.#isNew,
      map: this.#map,
    };
    this.#path = [];
    this.#isNew = false;
    this.#map = undefined;
    return view;
  }

  dispose(): void {
    this.#step.dispose();
    this.#rng.dispose();
    for (const each of [...this.#weights, ...this.#optimizers]) each.dispose();
  }

  /** The compiled step of all racers; gives their places. */
  private stepOf() {
    const { surface, noise } = this.#settings;
    const { loss } = surfaces[surface];
    return compile(() => {
      this.#weights.forEach((weight, i) => {
        const { gradients } = variableGradients(() => lossAt(loss, weight.value), [weight]);
        const exact = gradients[0] as Tensor;
        const gradient = noise ? exact.add(normal(this.#rng, [2], 0, noiseSize)) : exact;
        this.#optimizers[i]?.update([weight], [gradient]);
      });
      return stack(this.#weights.map(({ value }) => value));
    });
  }

  #restart(): void {
    const { start } = this.#settings;
    this.dispose();
    this.#optimizers = optimizersOf(this.#settings);
    this.#weights = weightsAt(start);
    this.#rng = new Rng(1);
    this.#step = this.stepOf();
    this.#places = this.#weights.flatMap(() => [start.w1, start.w2]);
    this.#path = [...this.#places];
    this.#isNew = true;
    this.end = undefined;
  }
}

/** In the order of the racers. */
const optimizersOf = ({ rate: learningRate, momentum }: Settings): Optimizer[] => [
  sgd({ learningRate }),
  sgd({ learningRate, momentum }),
  adam({ learningRate }),
];

const weightsAt = ({ w1, w2 }: Place): Variable[] =>
  [0, 1, 2].map(
    (i) => new Variable({ shape: [2], values: Float32Array.of(w1, w2) }, { name: `w of racer ${i}` }),
  );

const lossAt = (loss: (w1: Tensor, w2: Tensor) => Tensor, w: Tensor): Tensor =>
  loss(w.slice([0], [1]).reshape([]), w.slice([1], [1]).reshape([]));

/** The loss of the whole plane, in one pass of the same ops. */
async function mapOf({ surface }: Settings): Promise<Grid> {
  const at = (i: number): number => ((i + 0.5) / mapSize) * 2 * bound - bound;
  const across = Float32Array.from({ length: mapSize }, (_, i) => at(i));
  const up = Float32Array.from({ length: mapSize }, (_, i) => at(mapSize - 1 - i));
  using losses = scope(() =>
    surfaces[surface].loss(tensor(across, [1, mapSize]) as Tensor, tensor(up, [mapSize, 1]) as Tensor),
  );
  return { values: Float32Array.from((await losses.data()) as Float32Array), size: mapSize };
}
