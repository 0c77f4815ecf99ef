import { type CurveOptions, type CurvePoint, curve } from './curve.js';
import type { StreamingMetric } from './metric.js';

/**
 * Area under the receiver operating characteristic: the chance that an example of yes gets a higher probability than
 * one of no; 1 is perfect, 0.5 a guess. The curve is straight between thresholds; the more there are, the nearer it is
 * to that through all points. NaN without examples of both kinds, and where a probability is NaN.
 *
 * @param options - `thresholdCount`, `average`, `activation`
 * @returns a metric of probabilities in [0, 1] of any shape and targets 0 and 1 of the same; or of [..., classes] and
 * class indices [...] (int32), each class against the rest
 * @throws ValueError for options out of range; ShapeError from the metric, when the shapes fit in no way
 * @example await measure(aucRoc(), tensor([0.9, 0.4, 0.6, 0.1]), tensor([1, 1, 0, 0])) // 0.75
 * @see Fawcett, An introduction to ROC analysis, 2006
 */
export function aucRoc(options: CurveOptions = {}): StreamingMetric {
  return curve('aucRoc', options, (points) => {
    const all = points[0] as CurvePoint;
    const twice = points.slice(1).reduce((sum, { hits, falseAlarms }, i) => {
      const before = points[i] as CurvePoint;
      return sum + (before.falseAlarms - falseAlarms) * (before.hits + hits);
    }, 0);
    return twice / (2 * all.hits * all.falseAlarms);
  });
}
