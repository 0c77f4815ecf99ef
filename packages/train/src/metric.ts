import { describeValue, showShape, Tensor, ValueError } from '@descent/core';
import type { Metric } from '@descent/losses';
import type { EpochLogs } from './history.js';

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

/**
 * Checks what a metric, a plain function, gave for a batch.
 * @returns it as a vector of one element
 * @throws ValueError for anything but a tensor of one element
 */
export function checkOneElement(name: string, value: Tensor): Tensor {
  if (value instanceof Tensor && value.size === 1) return value.reshape([1]);
  const got = value instanceof Tensor ? `a tensor of shape ${showShape(value.shape)}` : describeValue(value);
  throw new ValueError(`metric '${name}' must give one number for a batch, got ${got}`, {
    fix: 'take the mean over the examples: .mean()',
  });
}

/**
 * Checks that every metric came to a number: `fit` reports nothing else.
 * @throws ValueError naming the metric
 */
export function checkNumbers(op: string, logs: Readonly<Record<string, unknown>>): EpochLogs {
  for (const [name, value] of Object.entries(logs)) {
    if (typeof value === 'number') continue;
    throw new ValueError(`${op}: metric '${name}' must come to one number, got ${describeValue(value)}`, {
      fix: 'leave it to evaluate, which gives values of any kind',
    });
  }
  return logs as EpochLogs;
}
