import { type ClassScoreOptions, classScore, share } from './class-score.js';
import type { StreamingMetric } from './metric.js';

/**
 * Recall, or sensitivity: of those that are, the share answered yes. Of several classes, the mean of that of each; 0
 * for a class without examples.
 *
 * @param options - `threshold`, `average`
 * @returns a metric of predictions and targets as {@link precision} takes them
 * @throws ValueError for options out of range; ShapeError from the metric, when the shapes fit in no way
 * @example await measure(recall(), tensor([0.9, 0.8, 0.2]), tensor([1, 1, 1])) // 0.6667
 */
export function recall(options: ClassScoreOptions = {}): StreamingMetric {
  return classScore('recall', options, ({ hits, right }) => share(hits, right));
}
