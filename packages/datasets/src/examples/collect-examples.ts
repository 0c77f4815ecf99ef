import { DataError, showBytes, sizeOf } from '@descent/core';
import { ArrayDataset } from '../array-dataset.js';
import { checkDataset } from '../check-dataset.js';
import type { Dataset } from '../dataset.js';
import { checkedOptions } from '../options/checked-options.js';
import * as kinds from '../options/kinds.js';
import { CompactValues } from './compact-values.js';

/** Options of {@link collectExamples}. */
export interface CollectOptions {
  /** The most bytes that the examples may take. Default 2²⁸, 256 MiB. */
  readonly bytes?: number;
  /** Ends the walk. */
  readonly signal?: AbortSignal | undefined;
}

/** Examples asked for at once. */
const batchSize = 64;

/**
 * Walks through a dataset once and keeps all of it in memory, where it can be shuffled whole and split. Floats that
 * are bytes in disguise (whole numbers from 0 to 255, and pictures in steps of 1/255) are kept as bytes: a quarter of
 * the memory, the same values. While examples of unknown number come in, up to twice the memory is in use.
 *
 * @throws DataError for empty data, E_LIMIT as soon as it is clear that the bytes do not suffice; the signal's reason
 * @example const [train, test] = (await collectExamples(stream)).split(0.8, { stratified: true });
 */
export async function collectExamples(data: Dataset, options: CollectOptions = {}): Promise<ArrayDataset> {
  checkDataset('collectExamples', data);
  const names = { bytes: kinds.whole(1), signal: kinds.signal };
  const { bytes = 2 ** 28, signal } = checkedOptions('collectExamples', options, names);
  const { inputShape, targetShape, classNames, length } = data;
  const [x, y] = [new CompactValues(), new CompactValues()];
  let weights: CompactValues | undefined;
  let count = 0;
  for await (const batch of data.batches({ batchSize, signal })) {
    signal?.throwIfAborted();
    x.add(batch.x.values, (length ?? 0) * sizeOf(inputShape));
    y.add(batch.y.values, (length ?? 0) * sizeOf(targetShape));
    if (batch.weights) {
      if (!weights) {
        weights = new CompactValues();
        weights.add(new Float32Array(count).fill(1));
      }
      weights.add(batch.weights.values, length);
    } else weights?.add(new Float32Array(batch.size).fill(1));
    count += batch.size;
    const perExample = (x.bytes + y.bytes + (weights?.bytes ?? 0)) / count;
    checkBudget(perExample * Math.max(count, length ?? 0), bytes, length);
  }
  if (count === 0) throw new DataError('collectExamples: the data is empty: no batch came');
  const parts = { x: x.part(inputShape, count), y: y.part(targetShape, count) };
  return new ArrayDataset({ ...parts, weights: weights?.part([], count) }, classNames);
}

function checkBudget(needed: number, bytes: number, length: number | undefined): void {
  if (needed <= bytes) return;
  const what = length === undefined ? 'the examples so far' : `${length} examples`;
  throw new DataError(
    `collectExamples: ${what} take ${showBytes(Math.ceil(needed))}, more than the ${showBytes(bytes)} allowed`,
    {
      code: 'E_LIMIT',
      fix: 'raise bytes, keep fewer or smaller examples, or leave them a stream: shuffleExamples mixes those',
    },
  );
}
