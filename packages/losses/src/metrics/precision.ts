import { type ClassScoreOptions, classScore, share } from './class-score.js';
import type { StreamingMetric } from './metric.js';

/**
 * Precision: of those answered yes, the share that are. Of several classes, the mean of that of each; 0 for a class
 * that was never answered.
 *
 * @param options - `threshold`, `average`
 * @returns a metric of scores [..., classes] with class indices [...] (int32) or one-hot targets; or of probabilities
 * [..., 1] (or any other shape, with a threshold) with targets 0 and 1 of the same shape
 * @throws ValueError for options out of range; ShapeError from the metric, when the shapes fit in no way
 * @example await measure(precision(), tensor([0.9, 0.8, 0.2]), tensor([1, 0, 0])) // 0.5
 */
export function precision(options: ClassScoreOptions = {}): StreamingMetric {
  return classScore('precision', options, ({ hits, answered }) => share(hits, answered));
}
