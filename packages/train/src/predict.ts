import { checkWhole, concat, DataError, type Shape, type Tensor, tensor } from '@descent/core';
import type { Dataset, InputData, PartData } from '@descent/datasets';
import type { Model } from '@descent/layers';
import { breathe } from './breathe.js';
import { checkBatch } from './check-batch.js';
import { dataOf } from './data-of.js';
import { pace } from './pace.js';

/** Options of {@link predict}. */
export interface PredictOptions {
  /** Examples at once. Default 32. */
  readonly batchSize?: number;
}

/**
 * A model's results for a whole dataset or for a batch of inputs, in their order.
 *
 * @returns [examples, ...outputShape]
 * @throws DataError for empty data and for batches that do not fit the model
 * @example const probabilities = await predict(model, test, { batchSize: 256 });
 */
export async function predict<O extends Shape>(
  model: Model<Shape, O>,
  data: Dataset | InputData | PartData,
  { batchSize = 32 }: PredictOptions = {},
): Promise<Tensor<readonly [number, ...O]>> {
  checkWhole('predict', 'batchSize', batchSize);
  const parts: Tensor[] = [];
  const pause = breathe();
  const keepPace = pace();
  try {
    for await (const batch of (await dataOf(data)).batches({ batchSize })) {
      checkBatch('predict', model, batch, `batch ${parts.length + 1}`);
      using x = tensor(batch.x.values, batch.x.shape);
      const part = model.predict(x as Tensor) as Tensor;
      parts.push(part);
      await keepPace(part);
      await pause();
    }
    if (parts.length === 0) throw new DataError('predict: the data is empty: no batch came');
    return concat(parts, 0) as unknown as Tensor<readonly [number, ...O]>;
  } finally {
    for (const part of parts) part.dispose();
  }
}
