import { DataError, describeValue, showShape, ValueError } from '@descent/core';
import type { Batch } from '@descent/datasets';
import type { Loss } from '@descent/losses';

/** How much the examples of each class count in the loss, by class index; classes that are not named count 1. */
export type ClassWeights = Readonly<Record<number, number>>;

/**
 * Checks weights of classes.
 * @throws ValueError for what is no finite number >= 0, and for a class that is no whole number >= 0
 */
export function checkClassWeights(op: string, weights: ClassWeights | undefined): void {
  for (const [name, weight] of Object.entries(weights ?? {})) {
    if (/^\d+$/.test(name) && Number.isFinite(weight) && weight >= 0) continue;
    throw new ValueError(
      `${op}: classWeights must be finite numbers >= 0 by class index, got ${name}: ${describeValue(weight)}`,
      { fix: 'classWeights: { 0: 1, 1: 5 }' },
    );
  }
}

/**
 * How much each example of a batch counts: what the data says, times what its class counts.
 * @returns undefined where all count the same
 * @throws DataError where classes count and targets are none; ValueError for a loss that takes no weights
 */
export function exampleWeights(
  op: string,
  batch: Batch,
  loss: Loss,
  classes?: ClassWeights,
): Float32Array | undefined {
  if (!batch.weights && !classes) return undefined;
  if (loss.length < 3) {
    throw new ValueError(`${op}: the loss takes no weights`, {
      fix: 'make it with defineLoss, or take them as a third argument: (predictions, targets, weights)',
    });
  }
  const weights = Float32Array.from(batch.weights?.values ?? new Float32Array(batch.size).fill(1));
  if (classes) {
    const labels = labelsOf(op, batch);
    for (let i = 0; i < batch.size; i++) (weights[i] as number) *= classes[labels[i] as number] ?? 1;
  }
  return weights;
}

/** The class of each example: its index, or the place of the largest number of a row. */
function labelsOf(op: string, { y, size }: Batch): ArrayLike<number> {
  if (y.shape.length === 1) return y.values;
  const count = y.shape[1] as number;
  if (y.shape.length === 2 && count === 1) return y.values;
  if (y.shape.length === 2 && count > 1) {
    return Int32Array.from({ length: size }, (_, i) => {
      const row = y.values.subarray(i * count, (i + 1) * count);
      return row.indexOf(Math.max(...row));
    });
  }
  throw new DataError(
    `${op}: classWeights need a class per example, targets are ${showShape(y.shape.slice(1))}`,
    {
      fix: 'give the data weights instead: { x, y, weights }',
    },
  );
}
