import { describeValue, type Tensor, ValueError } from '@descent/core';

/** A number to report: a scalar from predictions and targets, averaged over the batch. */
export type Metric = (predictions: Tensor, targets: Tensor) => Tensor;

/** Metrics by the names they are reported under. */
export type Metrics = Readonly<Record<string, Metric>>;

/**
 * Checks the metrics of a run.
 * @throws ValueError for one that is no function, or is called `loss`
 */
export function checkMetrics(op: string, metrics: Metrics = {}): void {
  for (const [name, metric] of Object.entries(metrics)) {
    if (typeof metric !== 'function') {
      throw new ValueError(`${op}: metric '${name}' must be a function, got ${describeValue(metric)}`, {
        fix: 'give functions by name: metrics: { accuracy }',
      });
    }
    if (name === 'loss')
      throw new ValueError(`${op}: a metric cannot be called 'loss': the loss is reported as that`);
  }
}
