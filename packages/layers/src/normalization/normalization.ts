import {
  cast,
  DataError,
  describeValue,
  maximum,
  type Shape,
  ShapeError,
  sameShape,
  showShape,
  sizeOf,
  sqrt,
  Tensor,
  tensor,
  ValueError,
} from '@descent/core';
import { defineLayer } from '../defined-layer.js';
import { exampleAxes } from '../example-axis.js';
import { constant } from '../initializers/constant.js';
import type { Initializer } from '../initializers/initializer.js';
import type { Layer, LayerOptions } from '../layer.js';
import type { OptionNames } from '../option-names.js';
import type { KeepShape } from '../shape-function.js';
import { StreamingMoments } from './streaming-moments.js';

/** Shape rule of {@link normalization}. */
export interface Normalization extends KeepShape {
  readonly name: 'normalization';
}

/** Options of {@link normalization}. */
export interface NormalizationOptions extends LayerOptions {
  /**
   * The axis, or axes, along which there are several means and variances, counted with the batch axis; null for one of
   * all values. Default −1: one of each feature or channel.
   */
  readonly axis?: number | readonly number[] | null;
  /** One number, or one for each position of the axes, row-major. With `variance`, instead of `adapt`. */
  readonly mean?: number | readonly number[];
  /** Likewise. */
  readonly variance?: number | readonly number[];
  /** True to undo the normalization: y = mean + x √variance. Default false. */
  readonly invert?: boolean;
}

/** What {@link NormalizationLayer.adapt} reads: a dataset, whose targets do not matter. */
export interface AdaptationData {
  /** Walks through the examples once. */
  batches(options: { readonly batchSize: number }): AsyncIterable<{
    /** Inputs, row-major, of shape [batch, ...example]. */
    readonly x: { readonly values: ArrayLike<number>; readonly shape: readonly number[] };
  }>;
}

/** A layer that can learn its mean and variance from data. */
export interface NormalizationLayer extends Layer<Normalization> {
  /**
   * Computes mean and variance of all inputs, before the layer is part of a model or after. It replaces what was there.
   * @throws ShapeError for examples that do not fit, DataError when there is none or a value is not finite, ValueError
   * when mean and variance are given
   */
  adapt(data: Tensor | AdaptationData): Promise<void>;
}

/** Smaller deviations are taken for this one, as in Keras. */
const smallestVariance = 1e-7 ** 2;

/** Examples that are read at once. */
const batchSize = 256;

/**
 * Brings the features of the data to mean 0 and variance 1: y = (x − mean) / √variance, by numbers that are given or
 * that `adapt` takes from the data. They are not trained. Without either they are 0 and 1.
 *
 * Keras' layer also holds the number of batches, a third weight that nothing reads; this one does not.
 *
 * @param options - `axis`, `mean` and `variance`, `invert`
 * @returns a layer that keeps the shape, with mean and variance of the sizes of the axes, unless they are given
 * @throws ValueError for one of mean and variance without the other, for numbers that are not finite, for a variance
 * below 0 and for the batch axis; ShapeError for an axis outside the input or another count of numbers
 * @example
 * const scaled = normalization();
 * await scaled.adapt(train);
 * const model = sequential({ input: [13] }, scaled, dense(64, { activation: 'relu' }), dense(1));
 */
export function normalization(options: NormalizationOptions = {}): NormalizationLayer {
  const { axis = -1, invert = false } = options;
  const given = checkGiven(options);
  let adapted: Adapted | undefined;
  const axesOf = (shape: Shape): number[] => (axis === null ? [] : exampleAxes('normalization', axis, shape));
  const layer = defineLayer<Normalization>({
    kind: 'normalization',
    config: { ...options },
    options,
    optionNames: {
      axis: true,
      mean: true,
      variance: true,
      invert: true,
    } satisfies OptionNames<NormalizationOptions>,
    build(inputShape, { parameter }) {
      const axes = axesOf(inputShape);
      const kept = axes.map((at) => inputShape[at - 1] as number);
      const broadcast = inputShape.map((n, i) => (axes.includes(i + 1) ? n : 1));
      const statistic = (kind: 'mean' | 'variance', fallback: number): (() => Tensor) => {
        if (given) {
          const values = spread(kind, given[kind], kept);
          return () => tensor(values, broadcast);
        }
        const initializer: Initializer = (shape, rng) =>
          adapted ? fitting(adapted, shape)[kind] : constant(fallback)(shape, rng);
        const held = parameter(kind, kept, { initializer, trainable: false });
        return () => held.value.reshape(broadcast);
      };
      const mean = statistic('mean', 0);
      const variance = statistic('variance', 1);
      return {
        outputShape: inputShape,
        call(x) {
          const values = cast(x, 'float32');
          const deviation = sqrt(maximum(variance(), smallestVariance) as Tensor);
          return (invert ? values.mul(deviation).add(mean()) : values.sub(mean()).div(deviation)) as Tensor;
        },
      };
    },
  });
  const adapt = async (data: Tensor | AdaptationData): Promise<void> => {
    if (given) {
      throw new ValueError('normalization: mean and variance are given, there is nothing to adapt', {
        fix: 'leave them out: normalization()',
      });
    }
    const next = await momentsOf(data, axesOf);
    for (const { shape } of layer.parameters) fitting(next, shape);
    adapted = next;
    [next.mean, next.variance].forEach((values, i) => {
      layer.parameters[i]?.reset(values);
    });
  };
  return Object.assign(layer, { adapt }) as unknown as NormalizationLayer;
}

/** What the data gave. */
interface Adapted {
  /** Sizes of the axes along which there are several. */
  readonly kept: Shape;
  readonly mean: Float32Array;
  readonly variance: Float32Array;
}

async function momentsOf(
  data: Tensor | AdaptationData,
  axesOf: (example: Shape) => readonly number[],
): Promise<Adapted> {
  let moments: StreamingMoments | undefined;
  let kept: Shape = [];
  for await (const { values, shape } of batchesOf(data)) {
    if (!moments) {
      const [, ...example] = shape;
      const axes = axesOf(example).map((at) => at - 1);
      kept = axes.map((at) => example[at] as number);
      moments = new StreamingMoments(example, axes);
    }
    moments.add(values, shape);
  }
  if (!moments || moments.isEmpty) {
    throw new DataError('normalization: there is nothing to adapt to: the data is empty');
  }
  const mean = Float32Array.from(moments.mean);
  const variance = Float32Array.from(moments.variance);
  if (!variance.every(Number.isFinite)) {
    throw new DataError('normalization: the data holds a value that is not finite', {
      fix: 'leave such examples out, or put a number in its place',
    });
  }
  return { kept, mean, variance };
}

async function* batchesOf(
  data: Tensor | AdaptationData,
): AsyncGenerator<{ readonly values: ArrayLike<number>; readonly shape: readonly number[] }> {
  if (data instanceof Tensor && data.rank > 0) {
    yield { values: await data.data(), shape: data.shape };
  } else if (typeof (data as Partial<AdaptationData> | undefined)?.batches === 'function') {
    for await (const { x } of (data as AdaptationData).batches({ batchSize })) yield x;
  } else {
    throw new ValueError(
      `normalization: adapts to a dataset or a tensor [batch, ...], got ${describeValue(data)}`,
      { fix: 'for arrays: adapt(tensor(values))' },
    );
  }
}

/**
 * What was adapted, for statistics of a shape.
 * @throws ShapeError for another shape
 */
function fitting(adapted: Adapted, shape: Shape): Adapted {
  if (sameShape(adapted.kept, shape)) return adapted;
  throw new ShapeError(
    `normalization: means of the data are ${showShape(adapted.kept)}, those of the input ${showShape(shape)}`,
    { fix: 'adapt to examples of the shape of the input' },
  );
}

/** One number for each position. */
function spread(name: string, value: number | readonly number[], kept: Shape): Float32Array {
  const size = sizeOf(kept);
  if (typeof value === 'number') return new Float32Array(size).fill(value);
  if (value.length === size) return Float32Array.from(value);
  throw new ShapeError(
    `normalization: ${name} has ${value.length} numbers, the axes ${showShape(kept)} have ${size}`,
    { fix: 'give one number, or one for each' },
  );
}

function checkGiven({
  mean,
  variance,
}: NormalizationOptions): Readonly<Record<'mean' | 'variance', number | readonly number[]>> | undefined {
  if (mean === undefined && variance === undefined) return undefined;
  if (mean === undefined || variance === undefined) {
    throw new ValueError('normalization: mean and variance go together, got one of them', {
      fix: 'give both, or neither and adapt to the data',
    });
  }
  checkNumbers('mean', mean, Number.NEGATIVE_INFINITY);
  checkNumbers('variance', variance, 0);
  return { mean, variance };
}

function checkNumbers(name: string, value: number | readonly number[], least: number): void {
  const numbers = typeof value === 'number' ? [value] : value;
  if (Array.isArray(numbers) && numbers.every((n) => Number.isFinite(n) && n >= least)) return;
  const kind = least === 0 ? 'a finite number >= 0' : 'a finite number';
  throw new ValueError(
    `normalization: ${name} must be ${kind} or a list of them, got ${describeValue(value)}`,
  );
}
