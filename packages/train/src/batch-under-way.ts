import { disposeSymbol, locating, type Tensor, type TypedArray } from '@descent/core';
import type { Batch } from '@descent/datasets';
import { PlacedBatch, type Values } from './placed-batch.js';
import type { QueuedStep } from './step-queue.js';
import { worksAlongside } from './works-alongside.js';

/** A compiled step over a batch, which gives a report in one vector. */
export type BatchStep = (x: Values, y: Values, weights: Tensor | undefined) => Tensor;

/** A batch on the device, with a step over it that began; until it is disposed of. */
export class BatchUnderWay implements QueuedStep {
  /** Examples. */
  readonly size: number;
  readonly #where: string;
  readonly #placed: PlacedBatch;
  readonly #report: Tensor;
  readonly #numbers: Promise<TypedArray>;

  /**
   * Begins the step, and the reading of its report: nothing that the device is told later comes in between.
   *
   * @param weights - how much each example counts
   * @param where - for messages
   */
  constructor(step: BatchStep, batch: Batch, weights: Float32Array | undefined, where: string) {
    this.size = batch.size;
    this.#where = where;
    this.#placed = locating(where, () => new PlacedBatch(batch, weights));
    try {
      this.#report = locating(where, () => step(this.x, this.y, this.#placed.weights));
    } catch (error) {
      this.#placed[disposeSymbol]();
      throw error;
    }
    this.#numbers = this.#report.data();
    // Whoever waits for them is told of a failure; until then, or when a step before ends all, nobody does.
    if (worksAlongside(this.#report.backend)) this.#numbers.catch(() => undefined);
  }

  /** The inputs. */
  get x(): Values {
    return this.#placed.x;
  }

  /** The targets. */
  get y(): Values {
    return this.#placed.y;
  }

  /** The report. */
  numbers(): Promise<Float32Array> {
    return locating(this.#where, () => this.#numbers as Promise<Float32Array>);
  }

  async drop(): Promise<void> {
    await this.#numbers.catch(() => undefined);
    this[disposeSymbol]();
  }

  [disposeSymbol](): void {
    this.#placed[disposeSymbol]();
    this.#report.dispose();
  }
}
