import { type Shape, type Tensor, tensor } from '@descent/core';
import type { Batch, Dataset } from '@descent/datasets';
import type { Model } from '@descent/layers';
import { sha256 } from './sha256.js';

/** How many examples are looked at, at the beginning and at the end. */
const sample = 8;

/**
 * What features depend on, as 64 hexadecimal digits: the layers and weights of the net, what it is given of the first
 * and the last examples, their targets, and how many there are.
 */
export async function bottleneckKey(
  features: Model<Shape, Shape>,
  data: Dataset,
  preprocess: (x: Tensor) => Tensor,
): Promise<string> {
  const digests: string[] = [];
  const add = async (bytes: ArrayBufferView): Promise<unknown> => digests.push(await sha256(bytes));
  const layers = features.layers.map(({ label, name, outputShape }) => [label, name, outputShape]);
  const { length, inputShape, targetShape, classNames } = data;
  await add(new TextEncoder().encode(JSON.stringify([layers, length, inputShape, targetShape, classNames])));
  for (const { value } of features.parameters) await add(await value.data());
  const last = length === undefined ? 0 : Math.floor((length - 1) / sample);
  for (const start of last > 0 ? [0, last] : [0]) {
    const batch = await firstOf(data, start);
    if (!batch) continue;
    using given = tensor(batch.x.values, batch.x.shape) as Tensor;
    const prepared = preprocess(given);
    await add(await prepared.data());
    if (prepared !== given) prepared.dispose();
    await add(batch.y.values);
    if (batch.weights) await add(batch.weights.values);
  }
  return sha256(new TextEncoder().encode(digests.join(' ')));
}

async function firstOf(data: Dataset, start: number): Promise<Batch | undefined> {
  for await (const batch of data.batches({ batchSize: sample, start })) return batch;
  return undefined;
}
