import { disposeSymbol, scope, type Tensor, tensor } from '@descent/core';
import type { Batch, BatchPart, BatchParts } from '@descent/datasets';

/** One tensor, or a list in the order of a model's inputs or outputs where it has several. */
export type Values = Tensor | readonly Tensor[];

/** A batch on the device, until it is disposed of. */
export class PlacedBatch {
  readonly x: Values;
  readonly y: Values;
  readonly weights: Tensor | undefined;

  /** @param weights - how much each example counts */
  constructor({ x, y }: Batch<BatchParts, BatchParts>, weights?: Float32Array) {
    const placed = scope(() => ({
      x: place(x),
      y: place(y),
      weights: weights && (tensor(weights) as Tensor),
    }));
    this.x = placed.x;
    this.y = placed.y;
    this.weights = placed.weights;
  }

  [disposeSymbol](): void {
    for (const each of [this.x, this.y, this.weights].flat()) each?.dispose();
  }
}

function place(parts: BatchParts): Values {
  return Array.isArray(parts) ? parts.map(placeOne) : placeOne(parts as BatchPart);
}

function placeOne({ values, shape }: BatchPart): Tensor {
  return tensor(values, shape) as Tensor;
}
