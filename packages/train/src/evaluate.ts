import { checkWhole, compile, concat, DataError, type Tensor, tensor } from '@descent/core';
import type { ArrayData, Dataset } from '@descent/datasets';
import type { Model } from '@descent/layers';
import type { Loss, StreamingMetric } from '@descent/losses';
import { batchLoss } from './batch-loss.js';
import { breathe } from './breathe.js';
import { checkBatch } from './check-batch.js';
import { dataOf } from './data-of.js';
import { exampleWeights } from './example-weights.js';
import { checkMetrics, type Metrics } from './metric.js';
import { report, Tally } from './tally.js';

/** Options of {@link evaluate}. */
export interface EvaluateOptions<M extends Metrics<unknown> = Metrics> {
  readonly loss: Loss;
  /** What to report, by name: `{ accuracy, f1: f1(), confusionMatrix: confusionMatrix() }`. */
  readonly metrics?: M;
  /** Examples at once. Default 32; the result does not depend on it but for rounding. */
  readonly batchSize?: number;
}

/** What {@link evaluate} gives: the loss, and each metric's value by its name. */
export type Evaluation<M extends Metrics<unknown> = Metrics> = { readonly loss: number } & {
  readonly [Name in keyof M]: M[Name] extends StreamingMetric<infer T> ? T : number;
};

/**
 * Loss and metrics over a whole dataset, without training effects. As in Keras the loss includes the penalties of the
 * model's layers.
 *
 * @returns `{ loss, … }`: means over all examples, and of a metric that counts over batches its value over all of them
 * @throws DataError for empty data and for batches that do not fit the model
 * @example
 * const { loss, accuracy } = await evaluate(model, test, { loss: crossEntropyFromLogits, metrics: { accuracy } });
 */
export async function evaluate<const M extends Metrics<unknown> = Record<never, never>>(
  model: Model,
  data: Dataset | ArrayData,
  options: EvaluateOptions<M>,
): Promise<Evaluation<M>> {
  const { loss, metrics, batchSize = 32 } = options;
  checkWhole('evaluate', 'batchSize', batchSize);
  checkMetrics('evaluate', metrics);
  using step = compile((x: Tensor, y: Tensor, weights: Tensor | undefined) => {
    const { predictions, value } = batchLoss(model, loss, x, y, weights);
    const vectors = [value.reshape([1]), ...report(metrics ?? {}, predictions, y)];
    return concat(vectors as Tensor<readonly [number]>[]) as Tensor;
  });
  const tally = new Tally({ loss, ...metrics });
  const pause = breathe();
  let count = 0;
  for await (const batch of (await dataOf(data)).batches({ batchSize })) {
    checkBatch('evaluate', model, batch, `batch ${++count}`);
    using x = tensor(batch.x.values, batch.x.shape);
    using y = tensor(batch.y.values, batch.y.shape);
    const counted = exampleWeights('evaluate', batch, loss);
    using weights = counted && tensor(counted);
    using reported = step(x as Tensor, y as Tensor, weights as Tensor | undefined);
    tally.add((await reported.data()) as Float32Array, batch.size);
    await pause();
  }
  if (count === 0) throw new DataError('evaluate: the data is empty: no batch came');
  return tally.logs as Evaluation<M>;
}
