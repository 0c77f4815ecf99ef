import { type CurveOptions, type CurvePoint, curve } from './curve.js';
import type { StreamingMetric } from './metric.js';

/**
 * Area under the curve of precision over recall: 1 is perfect, the share of yes in the data a guess. It tells more than
 * {@link aucRoc} where yes is rare. Between thresholds hits and false alarms grow evenly, as in Keras. NaN without
 * examples of yes, and where a probability is NaN.
 *
 * @param options - `thresholdCount`, `average`, `activation`
 * @returns a metric of predictions and targets as {@link aucRoc} takes them
 * @throws ValueError for options out of range; ShapeError from the metric, when the shapes fit in no way
 * @example await measure(aucPr(), tensor([0.9, 0.4, 0.6, 0.1]), tensor([1, 1, 0, 0])) // 0.7973
 * @see Davis and Goadrich, The relationship between precision-recall and ROC curves, 2006
 */
export function aucPr(options: CurveOptions = {}): StreamingMetric {
  return curve('aucPr', options, (points) => {
    const area = points.slice(1).reduce((sum, point, i) => sum + strip(points[i] as CurvePoint, point), 0);
    return area / (points[0] as CurvePoint).hits;
  });
}

/**
 * ∫ precision d hits from `to` up to `from`, where the answers of yes grow from n₁ to n₂ and hits by `slope` with each:
 * slope · (hits₂ − hits₁ + intercept · log(n₂ / n₁)).
 */
function strip(from: CurvePoint, to: CurvePoint): number {
  const [upper, lower] = [from.hits + from.falseAlarms, to.hits + to.falseAlarms];
  if (upper === lower) return 0;
  const slope = (from.hits - to.hits) / (upper - lower);
  const intercept = to.hits - slope * lower;
  const logRatio = lower > 0 ? Math.log(upper / lower) : 0;
  return slope * (from.hits - to.hits + intercept * logRatio);
}
