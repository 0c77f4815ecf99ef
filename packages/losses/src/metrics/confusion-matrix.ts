import { type ConfusionOptions, confusion } from './confusion.js';
import { defineMetric } from './define-metric.js';
import type { StreamingMetric } from './metric.js';

/**
 * Confusion matrix: how often each class was taken for each. matrix[i][j] counts the examples of class i that were
 * taken for class j; yes and no are the classes 1 and 0.
 *
 * @param options - `threshold`
 * @returns a metric of scores [..., classes] with class indices [...] (int32) or one-hot targets; or of probabilities
 * [..., 1] with targets 0 and 1 of the same shape. Its value is a matrix, so it is for `evaluate` and `measure`.
 * @throws ValueError for options out of range; ShapeError from the metric, when the shapes fit in no way
 * @example await measure(confusionMatrix(), tensor([0.9, 0.8, 0.2]), tensor([1, 0, 0])) // [[1, 1], [0, 1]]
 */
export function confusionMatrix(options: ConfusionOptions = {}): StreamingMetric<number[][]> {
  return defineMetric({
    name: 'confusionMatrix',
    statistics: confusion('confusionMatrix', options),
    value: matrixOf,
  });
}

/** Rows of a square matrix. */
export function matrixOf(counts: Float64Array): number[][] {
  const classes = Math.sqrt(counts.length);
  return Array.from({ length: classes }, (_, i) => [...counts.subarray(i * classes, (i + 1) * classes)]);
}
