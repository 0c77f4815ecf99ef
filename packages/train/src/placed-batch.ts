import { disposeSymbol, scope, type Tensor, tensor } from '@descent/core';
import type { Batch, BatchPart, BatchParts } from '@descent/datasets';

/** One tensor, or a list in the order of a model's inputs or outputs where it has several. */
export type Values = Tensor | readonly Tensor[];

/** The inputs or the targets of a batch on the device, until they are disposed of. */
export class Placed {
  readonly values: Values;

  constructor(parts: BatchParts) {
    this.values = scope(() => (isList(parts) ? parts.map(place) : place(parts as BatchPart)));
  }

  [disposeSymbol](): void {
    for (const each of [this.values].flat()) each.dispose();
  }
}

/** A batch on the device, until it is disposed of. */
export class PlacedBatch {
  readonly x: Values;
  readonly y: Values;
  readonly weights: Tensor | undefined;
  readonly #held: readonly Placed[];

  /** @param weights - how much each example counts */
  constructor({ x, y }: Batch<BatchParts, BatchParts>, weights?: Float32Array) {
    const parts = weights ? [x, y, { values: weights, shape: [weights.length] }] : [x, y];
    this.#held = parts.map((each) => new Placed(each));
    [this.x, this.y, this.weights] = this.#held.map(({ values }) => values) as [Values, Values, Tensor?];
  }

  [disposeSymbol](): void {
    for (const each of this.#held) each[disposeSymbol]();
  }
}

function isList(parts: BatchParts): parts is readonly BatchPart[] {
  return Array.isArray(parts);
}

function place({ values, shape }: BatchPart): Tensor {
  return tensor(values, shape) as Tensor;
}
