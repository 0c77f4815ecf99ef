import { checkWhole, compile, DataError, stack, type Tensor, tensor } from '@descent/core';
import { type ArrayData, type Dataset, datasetOf } from '@descent/datasets';
import type { Model } from '@descent/layers';
import type { Loss } from '@descent/losses';
import { batchLoss } from './batch-loss.js';
import { breathe } from './breathe.js';
import { checkBatch } from './check-batch.js';
import type { EpochLogs } from './history.js';
import { checkMetrics, type Metrics } from './metric.js';
import { RunningMean } from './running-mean.js';
import { evaluateMetrics } from './train-step.js';

/** Options of {@link evaluate}. */
export interface EvaluateOptions {
  readonly loss: Loss;
  /** Numbers to report, by name: `{ accuracy }`. */
  readonly metrics?: Metrics;
  /** Examples at once. Default 32; the result does not depend on it but for rounding. */
  readonly batchSize?: number;
}

/**
 * Loss and metrics over a whole dataset, without training effects. As in Keras the loss includes the penalties of the
 * model's layers.
 *
 * @returns `{ loss, … }`, means over all examples
 * @throws DataError for empty data and for batches that do not fit the model
 * @example
 * const { loss, accuracy } = await evaluate(model, test, { loss: crossEntropyFromLogits, metrics: { accuracy } });
 */
export async function evaluate(
  model: Model,
  data: Dataset | ArrayData,
  options: EvaluateOptions,
): Promise<EpochLogs> {
  const { loss, metrics = {}, batchSize = 32 } = options;
  checkWhole('evaluate', 'batchSize', batchSize);
  checkMetrics('evaluate', metrics);
  using step = compile((x: Tensor, y: Tensor) => {
    const { predictions, value } = batchLoss(model, loss, x, y);
    return stack([value, ...evaluateMetrics(metrics, predictions, y)]);
  });
  const means = new RunningMean(['loss', ...Object.keys(metrics)]);
  const pause = breathe();
  let count = 0;
  for await (const batch of datasetOf(data).batches({ batchSize })) {
    checkBatch('evaluate', model, batch, `batch ${++count}`);
    using x = tensor(batch.x.values, batch.x.shape);
    using y = tensor(batch.y.values, batch.y.shape);
    using report = step(x as Tensor, y as Tensor);
    means.add(await report.data(), batch.size);
    await pause();
  }
  if (count === 0) throw new DataError('evaluate: the data is empty: no batch came');
  return means.logs;
}
