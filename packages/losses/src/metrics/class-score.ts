import { concat, mul, sum, type Tensor } from '@descent/core';
import { checkOptions } from '../check-options.js';
import { checkWithin } from '../check-within.js';
import { answers } from './answers.js';
import { type Average, checkAverage, weightedMean } from './average.js';
import { defineMetric } from './define-metric.js';
import type { StreamingMetric } from './metric.js';

/** Options of {@link precision}, {@link recall} and {@link f1}. */
export interface ClassScoreOptions {
  /**
   * Above it an output means yes. Default 0.5 for one output; of several, the largest wins, unless a threshold is given:
   * then each is a question of its own. For logits give 0.
   */
  readonly threshold?: number;
  /** How the scores of several classes become one. Default 'macro', their mean. */
  readonly average?: Average;
}

/** What is known of a class. */
interface ClassCounts {
  /** How often it was answered, and right. */
  readonly hits: number;
  /** How often it was answered. */
  readonly answered: number;
  /** How often it was right. */
  readonly right: number;
}

/**
 * A metric from how often each class was answered, was right, and both. Over classes that came up in neither, as over
 * the others, goes the mean, as in Keras.
 * @throws ValueError for options out of range
 */
export function classScore(
  name: string,
  options: ClassScoreOptions,
  score: (counts: ClassCounts) => number,
): StreamingMetric {
  const { threshold, average = 'macro' } = checkOptions(name, options, ['threshold', 'average']);
  if (threshold !== undefined) checkWithin(name, 'threshold', threshold);
  checkAverage(name, average);
  const how = { threshold: threshold ?? 0.5, isEachAlone: threshold !== undefined };
  return defineMetric({
    name,
    statistics(predictions, targets) {
      const [answered, right] = answers(name, predictions, targets, how);
      const hits = mul(answered, right) as Tensor;
      return concat(
        [hits, answered, right].map((rows) => sum(rows, 0) as Tensor<readonly [number]>),
      ) as Tensor;
    },
    value(statistics) {
      const classes = statistics.length / 3;
      const at = (i: number) => statistics[i] as number;
      const counts = Array.from({ length: classes }, (_, i) => ({
        hits: at(i),
        answered: at(classes + i),
        right: at(2 * classes + i),
      }));
      if (average === 'micro') return score(counts.reduce(together));
      const weights = counts.map(({ right }) => (average === 'macro' ? 1 : right));
      return weightedMean(counts.map(score), weights);
    },
  });
}

function together(a: ClassCounts, b: ClassCounts): ClassCounts {
  return { hits: a.hits + b.hits, answered: a.answered + b.answered, right: a.right + b.right };
}

/** A share, 0 of nothing. */
export function share(part: number, whole: number): number {
  return whole === 0 ? 0 : part / whole;
}
