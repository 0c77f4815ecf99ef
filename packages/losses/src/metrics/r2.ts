import { concat, mean, onesLike, squaredDifference, sum, type Tensor } from '@descent/core';
import { checkPair } from '../check-pair.js';
import { defineMetric } from './define-metric.js';
import type { StreamingMetric } from './metric.js';

/**
 * Coefficient of determination R²: 1 − Σ (t − p)² / Σ (t − t̄)², the share of the targets' variance that is foretold.
 * 1 is perfect, 0 as good as always the mean, and worse is negative. Of several outputs (the last axis), the mean of
 * that of each. Where targets do not vary it is 1 for perfect predictions, else 0, as in scikit-learn.
 *
 * A metric of predictions and targets of one shape; it throws ShapeError for others.
 * @example await measure(r2, tensor([1, 2, 4]), tensor([1, 2, 3])) // 0.5
 * @see Chan, Golub and LeVeque, Algorithms for computing the sample variance, 1983: how batches are joined
 */
export const r2: StreamingMetric = /* @__PURE__ */ defineMetric({
  name: 'r2',
  statistics(predictions, targets) {
    checkPair('r2', predictions, targets);
    const outputs = targets.rank > 1 ? (targets.shape.at(-1) as number) : 1;
    const [p, t] = [predictions, targets].map((x) => x.reshape([x.size / outputs, outputs])) as [
      Tensor,
      Tensor,
    ];
    const centre = mean(t, 0) as Tensor;
    const sums = [onesLike(t), squaredDifference(t, centre), squaredDifference(t, p)].map((x) => sum(x, 0));
    return concat([...sums, centre] as Tensor<readonly [number]>[]) as Tensor;
  },
  merge(a, b) {
    const joined = a.map((x, i) => x + (b[i] as number));
    const [first, second] = [partsOf(a), partsOf(b)];
    const [counts, spreads, , centres] = partsOf(joined);
    for (let i = 0; i < counts.length; i++) {
      const [n, m] = [first[0][i] as number, second[0][i] as number];
      if (n * m === 0) {
        const [, spread, , centre] = n === 0 ? second : first;
        spreads[i] = spread[i] as number;
        centres[i] = centre[i] as number;
        continue;
      }
      const [left, right] = [first[3][i] as number, second[3][i] as number];
      spreads[i] = (spreads[i] as number) + ((right - left) ** 2 * n * m) / (n + m);
      centres[i] = left + ((right - left) * m) / (n + m);
    }
    return joined;
  },
  value(statistics) {
    const [counts, spreads, errors] = partsOf(statistics);
    const scores = counts.map((n, i) =>
      n === 0 ? Number.NaN : score(errors[i] as number, spreads[i] as number),
    );
    return scores.reduce((a, b) => a + b, 0) / scores.length;
  },
});

function score(error: number, spread: number): number {
  if (spread === 0) return error === 0 ? 1 : 0;
  return 1 - error / spread;
}

type Parts = readonly [
  counts: Float64Array,
  spreads: Float64Array,
  errors: Float64Array,
  centres: Float64Array,
];

/** Of each output: how many targets, Σ (t − t̄)², Σ (t − p)², and t̄. */
function partsOf(statistics: Float64Array): Parts {
  const outputs = statistics.length / 4;
  return [0, 1, 2, 3].map((i) => statistics.subarray(i * outputs, (i + 1) * outputs)) as unknown as Parts;
}
