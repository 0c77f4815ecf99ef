import type { Tensor } from '@descent/core';

/**
 * A number to report: a scalar from predictions and targets, of which several batches give the mean (any loss is one);
 * or one that several batches give together, made by {@link defineMetric}.
 */
export type Metric<T = number> = ((predictions: Tensor, targets: Tensor) => Tensor) | StreamingMetric<T>;

/** A metric whose value over many batches is no mean of its values over each: precision, say. */
export interface StreamingMetric<T = number> {
  /** Begins the messages of errors. */
  readonly name: string;
  /** What has to be known of a batch: a float32 vector, computed with the predictions, where they are. */
  statistics(predictions: Tensor, targets: Tensor): Tensor;
  /** What has to be known of two parts of the data, from what is known of each. */
  merge(a: Float64Array, b: Float64Array): Float64Array;
  /** The metric over all the data. */
  value(statistics: Float64Array): T;
}
