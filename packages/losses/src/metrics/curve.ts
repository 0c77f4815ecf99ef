import {
  add,
  cast,
  ceil,
  checkWhole,
  clip,
  concat,
  describeValue,
  mul,
  oneHot,
  range,
  sameShape,
  sub,
  sum,
  type Tensor,
  unsortedSegmentSum,
  ValueError,
} from '@descent/core';
import { checkOptions } from '../check-options.js';
import { type Average, checkAverage, weightedMean } from './average.js';
import { defineMetric } from './define-metric.js';
import type { StreamingMetric } from './metric.js';
import { misfit } from './misfit.js';

/** Options of {@link aucRoc} and {@link aucPr}. */
export interface CurveOptions {
  /** How many thresholds from 0 to 1 the curve is made of, ≥ 2. Default 200, as in Keras. */
  readonly thresholdCount?: number;
  /** How the areas of several outputs become one. Default 'macro', their mean. */
  readonly average?: Average;
  /** What makes probabilities of the predictions, such as `sigmoid` or `softmax` of logits. Default: they are. */
  readonly activation?: (predictions: Tensor) => Tensor;
}

/** A point of a curve: how many examples of yes and of no have a probability above the threshold. */
export interface CurvePoint {
  readonly hits: number;
  readonly falseAlarms: number;
}

/**
 * A metric that is the area below a curve over all thresholds. Probabilities are counted between thresholds, so what
 * has to be known does not grow with the data.
 *
 * @param area - from the points, of which the first counts all examples and the last none
 * @throws ValueError for options out of range
 */
export function curve(
  name: string,
  options: CurveOptions,
  area: (points: readonly CurvePoint[]) => number,
): StreamingMetric {
  const names = ['thresholdCount', 'average', 'activation'] as const;
  const { thresholdCount = 200, average = 'macro', activation } = checkOptions(name, options, names);
  checkWhole(name, 'thresholdCount', thresholdCount, 2);
  checkAverage(name, average);
  if (activation !== undefined && typeof activation !== 'function')
    throw new ValueError(`${name}: activation must be a function, got ${describeValue(activation)}`);
  const binCount = thresholdCount - 1;
  return defineMetric({
    name,
    statistics(predictions, targets) {
      const [p, t] = columns(name, activation?.(predictions) ?? predictions, targets);
      const outputs = p.shape[1] as number;
      const inside = clip(p, 0, 1);
      const bins = clip(sub(ceil(mul(inside, binCount)), 1) as Tensor, 0, binCount - 1);
      const starts = range(0, outputs * binCount, binCount, 'int32') as Tensor;
      const places = (add(cast(bins, 'int32'), starts) as Tensor).reshape([p.size]);
      const counts = [t, sub(1, t) as Tensor].map((x) =>
        unsortedSegmentSum(x.reshape([p.size]), places, outputs * binCount),
      );
      // A probability that is NaN lies in no bin: it makes all counts NaN.
      return add(concat(counts as Tensor<readonly [number]>[]), mul(sum(inside), 0)) as Tensor;
    },
    value(statistics) {
      const outputs = statistics.length / (2 * binCount);
      const histograms = Array.from({ length: 2 * outputs }, (_, i) =>
        statistics.subarray(i * binCount, (i + 1) * binCount),
      );
      const [yes, no] = [histograms.slice(0, outputs), histograms.slice(outputs)];
      if (average === 'micro') return area(pointsOf(yes.reduce(together), no.reduce(together)));
      const curves = yes.map((counts, i) => pointsOf(counts, no[i] as Float64Array));
      const weights = curves.map(([all]) => (average === 'macro' ? 1 : (all as CurvePoint).hits));
      return weightedMean(curves.map(area), weights);
    },
  });
}

/** Probabilities and targets as [examples, outputs]. */
function columns(name: string, predictions: Tensor, targets: Tensor): [Tensor, Tensor] {
  const { shape, rank } = predictions;
  const outputs = rank > 1 ? (shape[rank - 1] as number) : 1;
  const isIndex = outputs > 1 && targets.dtype === 'int32' && sameShape(targets.shape, shape.slice(0, -1));
  if (!isIndex && !sameShape(targets.shape, shape)) throw misfit(name, predictions, targets);
  const shares = isIndex ? oneHot(targets, outputs) : cast(targets, 'float32');
  return [predictions, shares].map((x) => x.reshape([x.size / outputs, outputs])) as [Tensor, Tensor];
}

/** The points from the lowest threshold to above the highest. */
function pointsOf(yes: Float64Array, no: Float64Array): CurvePoint[] {
  const points = [{ hits: 0, falseAlarms: 0 }];
  for (let i = yes.length - 1; i >= 0; i--) {
    const { hits, falseAlarms } = points[0] as CurvePoint;
    points.unshift({ hits: hits + (yes[i] as number), falseAlarms: falseAlarms + (no[i] as number) });
  }
  return points;
}

function together(a: Float64Array, b: Float64Array): Float64Array {
  return a.map((x, i) => x + (b[i] as number));
}
