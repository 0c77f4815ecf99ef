import { describeValue, ValueError } from '@descent/core';
import type { Metric } from '@descent/losses';

/** Metrics by the names they are reported under. `fit` takes those whose value is a number. */
export type Metrics<T = number> = Readonly<Record<string, Metric<T>>>;

/**
 * Checks the metrics of a run.
 * @throws ValueError for one that is no metric, or is called `loss`
 */
export function checkMetrics(op: string, metrics: Metrics<unknown> = {}): void {
  for (const [name, metric] of Object.entries(metrics)) {
    if (typeof metric !== 'function' && typeof metric?.statistics !== 'function') {
      throw new ValueError(`${op}: metric '${name}' must be a metric, got ${describeValue(metric)}`, {
        fix: 'give metrics by name: metrics: { accuracy }',
      });
    }
    if (name === 'loss')
      throw new ValueError(`${op}: a metric cannot be called 'loss': the loss is reported as that`);
  }
}
