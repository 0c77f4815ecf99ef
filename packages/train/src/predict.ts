import { checkWhole, concat, DataError, lostError, type Shape, scope, type Tensor } from '@descent/core';
import type { BatchPart, BatchParts, Dataset, InputData, PartData } from '@descent/datasets';
import type { Batches, Model, Shapes } from '@descent/layers';
import { breathe } from './breathe.js';
import { checkBatch } from './check-batch.js';
import { checkModel } from './check-model.js';
import { checkOptionsBesideFit } from './fit-option-names.js';
import { isList } from './is-list.js';
import { sourceOf } from './objective.js';
import { pace } from './pace.js';
import type { SeveralData } from './per-output.js';
import { Placed, type Values } from './placed-batch.js';
import { surviving } from './surviving.js';

/** Options of {@link predict}. */
export interface PredictOptions {
  /** Examples at once. Default 32. */
  readonly batchSize?: number;
}

/** What {@link predict} takes for inputs of the shapes `I`: targets, where there are some, have no effect. */
export type PredictionData<I extends Shapes> = I extends Shape
  ? Dataset<BatchPart, BatchParts> | InputData | PartData
  : SeveralData | readonly PartData[];

/**
 * A model's results for a whole dataset or for a batch of inputs, in their order. When a device is lost meanwhile, it
 * begins again on the next.
 *
 * @returns [examples, ...outputShape]; a list of such for a model of several outputs
 * @throws DataError for empty data and for batches that do not fit the model
 * @example const probabilities = await predict(model, test, { batchSize: 256 });
 */
export async function predict<I extends Shapes, O extends Shapes>(
  model: Model<I, O>,
  data: PredictionData<I>,
  options: PredictOptions = {},
): Promise<Batches<O>> {
  const { batchSize = 32 } = checkOptionsBesideFit('predict', options, ['batchSize']);
  checkWhole('predict', 'batchSize', batchSize);
  const used = checkModel('predict', model);
  const source = await sourceOf('predict', used, data);
  return surviving('predict', used.parameters, () =>
    predictAll(used, source, batchSize),
  ) as unknown as Promise<Batches<O>>;
}

async function predictAll(used: Model, data: Dataset, batchSize: number): Promise<Values> {
  const parts: (readonly Tensor[])[] = [];
  const pause = breathe();
  const keepPace = pace();
  try {
    for await (const batch of data.batches({ batchSize })) {
      checkBatch('predict', used, batch, `batch ${parts.length + 1}`);
      using inputs = new Placed(batch.x);
      const part = [used.predict(inputs.values as Tensor) as Values].flat();
      parts.push(part);
      await keepPace(part[0] as Tensor);
      await pause();
    }
    const [first] = parts;
    if (!first) throw new DataError('predict: the data is empty: no batch came');
    const whole = scope(() =>
      first.map((_, k) =>
        concat(
          parts.map((part) => part[k] as Tensor),
          0,
        ),
      ),
    );
    const { backend } = whole[0] as Tensor;
    if (backend.lost !== undefined) {
      for (const each of whole) each.dispose();
      throw lostError('predict', backend);
    }
    return isList(used) ? whole : (whole[0] as Tensor);
  } finally {
    for (const part of parts.flat()) part.dispose();
  }
}
