import {
  checkOptions,
  checkWhole,
  DataError,
  describeValue,
  type Shape,
  scope,
  sizeOf,
  type Tensor,
  tensor,
  ValueError,
} from '@descent/core';
import {
  type ArrayData,
  type ArrayDataset,
  type Batch,
  type Dataset,
  datasetOf,
  fromArrays,
} from '@descent/datasets';
import type { AnyModel, Model } from '@descent/layers';
import { type CheckpointStore, storeIn } from '@descent/train';
import { type BottleneckArrays, readBottleneck, writeBottleneck } from './bottleneck-file.js';
import { bottleneckKey } from './bottleneck-key.js';
import { checkNet } from './layers-of.js';

/** Options of {@link bottleneck}. */
export interface BottleneckOptions {
  /** What is done to each batch of inputs before: `(x) => preprocess('mobileNetV1', x)`. */
  readonly preprocess?: ((x: Tensor) => Tensor) | undefined;
  /** Examples at once. Default 32. */
  readonly batchSize?: number | undefined;
  /** The most bytes that features and targets may take. Default 2³⁰, 1 GiB. */
  readonly maxBytes?: number | undefined;
  /**
   * Where the features are kept for another time: a folder (in browsers the name of a database), or `opfsStore(…)`. They
   * are found again by the net, its weights, what it is given of the first and the last examples, and how many there are.
   */
  readonly cache?: string | CheckpointStore | undefined;
  /** Ends the walk. */
  readonly signal?: AbortSignal | undefined;
}

/**
 * Computes the features of a dataset once, so that a classifier on them trains in seconds: as long as the net is
 * frozen, they are the same in every epoch.
 *
 * @param features - what `features` gives, or any model of one input and one output
 * @param data - a dataset, or arrays `{ x, y }`; without augmentation, which would be frozen, too
 * @returns a dataset in memory, in the order of the data: inputs of the features' shape, the same targets, weights and
 * class names
 * @throws DataError for no data, E_LIMIT where the features take more than `maxBytes`; as `fit` for batches that do not
 * fit; ValueError for options out of range; the signal's reason
 * @example
 * const base = features(net, 'conv_pw_13_relu', { pooling: 'average' });
 * const known = await bottleneck(base, photos, { preprocess: (x) => preprocess('mobileNetV1', x), cache: 'features' });
 * await fit(sequential({ input: [256] }, dense(2)), known, { …, epochs: 50 });
 */
export async function bottleneck(
  features: Model<Shape, Shape>,
  data: Dataset | ArrayData,
  options: BottleneckOptions = {},
): Promise<ArrayDataset> {
  const names = ['preprocess', 'batchSize', 'maxBytes', 'cache', 'signal'] as const;
  const {
    preprocess = same,
    batchSize = 32,
    maxBytes = 2 ** 30,
    cache,
    signal,
  } = checkOptions('bottleneck', options, names);
  checkNet('bottleneck', features as unknown as AnyModel);
  checkWhole('bottleneck', 'batchSize', batchSize);
  checkWhole('bottleneck', 'maxBytes', maxBytes);
  if (typeof preprocess !== 'function') {
    throw new ValueError(`bottleneck: preprocess must be a function, got ${describeValue(preprocess)}`, {
      fix: "preprocess: (x) => preprocess('mobileNetV1', x)",
    });
  }
  const source = datasetOf(data);
  const store = cache === undefined ? undefined : storeIn(cache);
  const key = store && (await bottleneckKey(features, source, preprocess));
  const found = store && key !== undefined ? await readBottleneck(store, key, maxBytes) : undefined;
  const arrays = found ?? (await computed(features, source, { preprocess, batchSize, maxBytes, signal }));
  if (store && key !== undefined && !found) await writeBottleneck(store, key, arrays);
  const { classNames } = source;
  const { x, y, weights } = arrays;
  return fromArrays({
    x: x.values,
    inputShape: x.shape.slice(1),
    y: y.values,
    targetShape: y.shape.slice(1),
    ...(weights && { weights: weights.values }),
    ...(classNames && { classNames }),
  });
}

function same(x: Tensor): Tensor {
  return x;
}

interface Walk {
  readonly preprocess: (x: Tensor) => Tensor;
  readonly batchSize: number;
  readonly maxBytes: number;
  readonly signal: AbortSignal | undefined;
}

async function computed(
  features: Model<Shape, Shape>,
  data: Dataset,
  { preprocess, batchSize, maxBytes, signal }: Walk,
): Promise<BottleneckArrays> {
  const perExample = 4 * (sizeOf(features.outputShape) + sizeOf(data.targetShape as Shape));
  checkBytes(perExample * (data.length ?? 0), maxBytes);
  const parts: Batch[] = [];
  let count = 0;
  for await (const batch of data.batches({ batchSize, signal })) {
    count += batch.size;
    checkBytes(perExample * count, maxBytes);
    using given = tensor(batch.x.values, batch.x.shape) as Tensor;
    using made = scope(() => features.predict(preprocess(given) as never)) as unknown as Tensor;
    const values = (await made.data()) as Float32Array;
    parts.push({ ...batch, x: { values, shape: made.shape } });
  }
  signal?.throwIfAborted();
  if (count === 0) throw new DataError('bottleneck: the data is empty: no batch came');
  const weights = parts.every((part) => part.weights) ? joined(parts, 'weights') : undefined;
  return { x: joined(parts, 'x'), y: joined(parts, 'y'), weights };
}

function joined(parts: readonly Batch[], name: 'x' | 'y' | 'weights'): BottleneckArrays['x'] {
  const own = parts.map((part) => part[name] as BottleneckArrays['x']);
  const first = own[0] as BottleneckArrays['x'];
  const size = own.reduce((sum, { values }) => sum + values.length, 0);
  const values = first.values instanceof Int32Array ? new Int32Array(size) : new Float32Array(size);
  let at = 0;
  for (const part of own) {
    values.set(part.values, at);
    at += part.values.length;
  }
  const count = own.reduce((sum, { shape }) => sum + (shape[0] as number), 0);
  return { values, shape: [count, ...first.shape.slice(1)] };
}

/** @throws DataError E_LIMIT */
function checkBytes(bytes: number, maxBytes: number): void {
  if (bytes <= maxBytes) return;
  throw new DataError(`bottleneck: the features take ${bytes} bytes, more than the limit of ${maxBytes}`, {
    code: 'E_LIMIT',
    fix: "pool maps: features(net, layer, { pooling: 'average' }); or raise maxBytes, or take fewer examples",
  });
}
