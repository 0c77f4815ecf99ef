import { Rng, scope, sigmoid, type Tensor } from '@descent/core';
import { makeGauss } from '@descent/datasets';
import { dense, sequential } from '@descent/layers';
import { accuracy } from '@descent/losses';
import { pointsIn, tensorsOfPoints } from '../shared/training/class-data.js';
import type { Trainable } from '../shared/training/trainable.js';
import { freshCount, type Settings, tryCount, type View } from './protocol.js';

/** Tries net after net on the same test set, and keeps the one that does best there. None has learned anything. */
export class Peeker implements Trainable<Settings, View> {
  #settings: Settings;
  #tensors: readonly Tensor[] = [];
  #tried: number[] = [];
  #best: number[] = [];
  #fresh: number[] = [];

  private constructor(settings: Settings) {
    this.#settings = settings;
  }

  static async of(settings: Settings): Promise<Peeker> {
    const made = new Peeker(settings);
    await made.#begin();
    return made;
  }

  get end(): string | undefined {
    return this.#tried.length >= tryCount ? 'done' : undefined;
  }

  async configure(settings: Settings): Promise<boolean> {
    this.#settings = settings;
    await this.#begin();
    return true;
  }

  async step(): Promise<void> {
    const number = this.#tried.length;
    using net = sequential(
      { input: [2], seed: 1000 * this.#settings.seed + number },
      dense(8, { activation: 'tanh' }),
      dense(1),
    );
    const [x, y, freshX, freshY] = this.#tensors as readonly [Tensor, Tensor, Tensor, Tensor];
    const shares = scope(() => {
      const share = (inputs: Tensor, classes: Tensor) =>
        accuracy(sigmoid(net.predict(inputs as never)) as Tensor, classes);
      return [share(x, y), share(freshX, freshY)] as const;
    });
    const [[test], [fresh]] = await Promise.all([shares[0].data(), shares[1].data()]);
    for (const each of shares) each.dispose();
    const isBetter = (test as number) > (this.#best.at(-1) ?? Number.NEGATIVE_INFINITY);
    this.#tried.push(test as number);
    this.#best.push(isBetter ? (test as number) : (this.#best.at(-1) as number));
    this.#fresh.push(isBetter ? (fresh as number) : (this.#fresh.at(-1) as number));
  }

  async view(): Promise<View> {
    return {
      tried: Float32Array.from(this.#tried),
      best: Float32Array.from(this.#best),
      fresh: Float32Array.from(this.#fresh),
    };
  }

  dispose(): void {
    for (const each of this.#tensors) each.dispose();
    this.#tensors = [];
  }

  async #begin(): Promise<void> {
    this.dispose();
    const { testCount, seed } = this.#settings;
    const [test, fresh] = await Promise.all([tossed(testCount, 2 * seed), tossed(freshCount, 2 * seed + 1)]);
    this.#tensors = [...tensorsOfPoints(test), ...tensorsOfPoints(fresh)];
    this.#tried = [];
    this.#best = [];
    this.#fresh = [];
  }
}

/** Points in two clouds whose classes are drawn by a coin. */
async function tossed(count: number, seed: number): Promise<number[]> {
  const points = await pointsIn(makeGauss({ count, noise: 0.3, seed }));
  const rng = new Rng(seed).split('coin');
  const units = rng.uniformArray(count);
  rng.dispose();
  return points.map((value, i) => (i % 3 === 2 ? Number((units[(i - 2) / 3] as number) < 0.5) : value));
}
