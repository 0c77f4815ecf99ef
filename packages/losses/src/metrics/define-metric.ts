import { DtypeError, describeValue, ShapeError, scope, showShape, Tensor } from '@descent/core';
import { checkTensors } from '../check-pair.js';
import type { StreamingMetric } from './metric.js';

/** What a streaming metric is made of. */
export interface MetricDefinition<T> {
  /** Begins the messages of errors. */
  readonly name: string;
  /** From predictions and targets of a batch, a float32 vector of any length, the same for every batch. */
  statistics(predictions: Tensor, targets: Tensor): Tensor;
  /** Joins the statistics of two parts of the data. Default: their sum. */
  merge?(a: Float64Array, b: Float64Array): Float64Array;
  /** The metric from the statistics of all the data. */
  value(statistics: Float64Array): T;
}

/**
 * Makes a metric that counts over batches, so that its value over a data set does not depend on how the set is cut:
 * the device computes each batch's statistics, which are read together with the loss; the host joins them in float64.
 *
 * @param definition - `name`, `statistics`, `merge`, `value`
 * @returns a metric for `evaluate`, `measure` and, where its value is a number, `fit`
 * @throws DtypeError, ShapeError from the metric, for what is no tensor, and statistics that are no float32 vector
 * @example
 * const largestError = defineMetric({
 *   name: 'largestError',
 *   statistics: (p, t) => abs(p.sub(t)).max().reshape([1]),
 *   merge: (a, b) => a.map((x, i) => Math.max(x, b[i])),
 *   value: ([largest]) => largest,
 * });
 */
export function defineMetric<T>(definition: MetricDefinition<T>): StreamingMetric<T> {
  const { name } = definition;
  return {
    merge: (a, b) => a.map((x, i) => x + (b[i] as number)),
    ...definition,
    statistics(predictions, targets) {
      checkTensors(name, predictions, targets);
      return scope(() => checkVector(name, definition.statistics(predictions, targets)));
    },
  };
}

function checkVector(name: string, statistics: Tensor): Tensor {
  const isTensor = statistics instanceof Tensor;
  if (!isTensor || statistics.dtype !== 'float32') {
    const given = isTensor ? statistics.dtype : describeValue(statistics);
    throw new DtypeError(`${name}: statistics must be float32, got ${given}`, {
      fix: "a tensor: cast(counts, 'float32')",
    });
  }
  if (statistics.rank === 1) return statistics;
  throw new ShapeError(`${name}: statistics must be a vector, got ${showShape(statistics.shape)}`, {
    fix: 'flatten them: statistics.reshape([-1])',
  });
}
