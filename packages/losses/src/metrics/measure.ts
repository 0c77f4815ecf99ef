import { ShapeError, type Tensor } from '@descent/core';
import { checkTensors } from '../check-pair.js';
import type { Metric } from './metric.js';

/**
 * A metric of predictions at hand. `evaluate` is for a model and its data.
 *
 * @param metric - any metric or loss
 * @param predictions - as the metric takes them
 * @param targets - as the metric takes them
 * @throws ShapeError E_INDEX for a class index outside the predictions' classes; what the metric throws
 * @example await measure(recall(), tensor([0.9, 0.4]), tensor([1, 1])) // 0.5
 */
export async function measure<T = number>(
  metric: Metric<T>,
  predictions: Tensor,
  targets: Tensor,
): Promise<T> {
  await checkLabels(predictions, targets);
  if (typeof metric === 'function') {
    using value = metric(predictions, targets);
    return (await value.data())[0] as T;
  }
  using statistics = metric.statistics(predictions, targets);
  return metric.value(Float64Array.from(await statistics.data()));
}

/** Class indices are int32, one axis fewer than the predictions. */
async function checkLabels(predictions: Tensor, targets: Tensor): Promise<void> {
  checkTensors('measure', predictions, targets);
  if (targets.dtype !== 'int32' || targets.rank !== predictions.rank - 1) return;
  const classes = predictions.shape[targets.rank] as number;
  const labels = await targets.data();
  const at = labels.findIndex((label) => label < 0 || label >= classes);
  if (at < 0) return;
  throw new ShapeError(`measure: label ${labels[at]} of example ${at} is not one of ${classes} classes`, {
    code: 'E_INDEX',
    fix: `labels go from 0 to ${classes - 1}`,
  });
}
