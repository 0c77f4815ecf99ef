import { checkWhole, compile, concat, currentBackend, DataError, type Tensor } from '@descent/core';
import type { ArrayData, Dataset } from '@descent/datasets';
import type { AnyModel, Model, Shapes } from '@descent/layers';
import type { Loss, StreamingMetric } from '@descent/losses';
import { batchLoss } from './batch-loss.js';
import { BatchUnderWay } from './batch-under-way.js';
import { breathe } from './breathe.js';
import { checkBatch } from './check-batch.js';
import { checkModel } from './check-model.js';
import { exampleWeights } from './example-weights.js';
import { checkOptionsBesideFit } from './fit-option-names.js';
import type { Metrics } from './metric.js';
import { type Objective, objectiveOf, sourceOf } from './objective.js';
import type { PerOutput, SeveralData, TrainingData } from './per-output.js';
import type { Values } from './placed-batch.js';
import { mostQueued, StepQueue } from './step-queue.js';
import { surviving } from './surviving.js';
import { report, Tally } from './tally.js';
import { worksAlongside } from './works-alongside.js';

/** Options of {@link evaluate}. */
export interface EvaluateOptions<M extends Metrics<unknown> = Metrics> {
  readonly loss: Loss;
  /** What to report, by name: `{ accuracy, f1: f1(), confusionMatrix: confusionMatrix() }`. */
  readonly metrics?: M;
  /** Examples at once. Default 32; the result does not depend on it but for rounding. */
  readonly batchSize?: number;
}

/** Options of {@link evaluate} for a model of several inputs or outputs, whose results have the shapes `O`. */
export interface SeveralEvaluateOptions<O extends Shapes> {
  /** A list in the order of the outputs, or by their names. */
  readonly loss: PerOutput<O, Loss>;
  /** How much the loss of each output counts. Default: 1 each. */
  readonly lossWeights?: PerOutput<O, number>;
  /** What to report: a list in the order of the outputs, or by their names. */
  readonly metrics?: PerOutput<O, Metrics<unknown>>;
  /** Examples at once. Default 32. */
  readonly batchSize?: number;
}

/** What {@link evaluate} gives: the loss, and each metric's value by its name. */
export type Evaluation<M extends Metrics<unknown> = Metrics> = { readonly loss: number } & {
  readonly [Name in keyof M]: M[Name] extends StreamingMetric<infer T> ? T : number;
};

/**
 * Loss and metrics over a whole dataset, without training effects. As in Keras the loss includes the penalties of the
 * model's layers. When a device is lost meanwhile, it begins again on the next.
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
): Promise<Evaluation<M>>;
/**
 * The same for a model of several inputs or outputs.
 *
 * @returns `{ loss, NAME_loss, NAME_METRIC, … }`
 * @example
 * const { kind_accuracy } = await evaluate(model, test, { loss, metrics: { kind: { accuracy } } });
 */
export async function evaluate<I extends Shapes, O extends Shapes>(
  model: Model<I, O>,
  data: TrainingData<I, O>,
  options: SeveralEvaluateOptions<O>,
): Promise<Evaluation<Metrics<unknown>>>;
export async function evaluate(
  model: AnyModel,
  data: Dataset | ArrayData | SeveralData,
  options: SeveralEvaluateOptions<Shapes>,
): Promise<Evaluation<Metrics<unknown>>> {
  const names = ['loss', 'lossWeights', 'metrics', 'batchSize'] as const;
  const { batchSize = 32 } = checkOptionsBesideFit('evaluate', options, names);
  const used = checkModel('evaluate', model);
  checkWhole('evaluate', 'batchSize', batchSize);
  const objective = objectiveOf('evaluate', used, options);
  const source = await sourceOf('evaluate', used, data);
  return surviving('evaluate', used.parameters, () =>
    measure('evaluate', used, source, objective, batchSize),
  );
}

/** As {@link evaluate}, of what was checked and put in order; `op` begins the messages of errors. */
export async function measure(
  op: string,
  model: Model,
  data: Dataset,
  { loss, metrics }: Objective,
  batchSize: number,
): Promise<Evaluation<Metrics<unknown>>> {
  using step = compile((x: Values, y: Values, weights: Tensor | undefined) => {
    const { predictions, value } = batchLoss(model, loss, x, y, weights);
    const vectors = [value.reshape([1]), ...report(metrics, predictions, y)];
    return concat(vectors as Tensor<readonly [number]>[]) as Tensor;
  });
  const tally = new Tally({ loss, ...metrics });
  const queue = new StepQueue<BatchUnderWay>(async (done) => {
    using settled = done;
    tally.add(await settled.numbers(), settled.size);
  });
  const left = worksAlongside(currentBackend()) ? mostQueued - 1 : 0;
  const pause = breathe();
  let count = 0;
  try {
    for await (const batch of data.batches({ batchSize })) {
      const where = `${op}: batch ${++count}`;
      checkBatch(op, model, batch, `batch ${count}`);
      await queue.add(new BatchUnderWay(step, batch, exampleWeights(op, batch, loss), where), left);
      await pause();
    }
  } finally {
    // After an error too: one of a batch before comes first.
    await queue.settle();
  }
  if (count === 0) throw new DataError(`${op}: the data is empty: no batch came`);
  return tally.logs as Evaluation<Metrics<unknown>>;
}
