import { type ClassScoreOptions, classScore, share } from './class-score.js';
import type { StreamingMetric } from './metric.js';

/**
 * F1 score, the harmonic mean of precision and recall: 2 · hits / (answered + right). Of several classes, the mean of
 * that of each; 0 for a class that came up nowhere.
 *
 * @param options - `threshold`, `average`
 * @returns a metric of predictions and targets as {@link precision} takes them
 * @throws ValueError for options out of range; ShapeError from the metric, when the shapes fit in no way
 * @example await measure(f1(), tensor([0.9, 0.8, 0.2]), tensor([1, 0, 0])) // 0.6667
 */
export function f1(options: ClassScoreOptions = {}): StreamingMetric {
  return classScore('f1', options, ({ hits, answered, right }) => share(2 * hits, answered + right));
}
