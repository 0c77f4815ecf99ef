import {
  type AxisCount,
  type Fail,
  type Multiply,
  type Pair,
  type PairAt,
  type Shape,
  sizeOf,
  sizesOf,
  type Tensor,
  type Triple,
  type TripleAt,
  tile,
} from '@descent/core';
import type { LayerDefinition, LayerOptions } from '../layer.js';
import { checkSpatial, type Sizes } from '../spatial-shape.js';

/** [width, channels] with each cell repeated. */
export type RepeatedLine<In, K extends number> = In extends readonly [
  infer W extends number,
  infer C extends number,
]
  ? readonly [Multiply<W, K>, C]
  : Fail<'[width, channels]'>;

/** [height, width, channels] with each pixel repeated. */
export type RepeatedImage<In, K extends Pair> = In extends readonly [
  infer H extends number,
  infer W extends number,
  infer C extends number,
]
  ? readonly [Multiply<H, PairAt<K, 0>>, Multiply<W, PairAt<K, 1>>, C]
  : Fail<'[height, width, channels]'>;

/** [depth, height, width, channels] with each voxel repeated. */
export type RepeatedVolume<In, K extends Triple> = In extends readonly [
  infer D extends number,
  infer H extends number,
  infer W extends number,
  infer C extends number,
]
  ? readonly [Multiply<D, TripleAt<K, 0>>, Multiply<H, TripleAt<K, 1>>, Multiply<W, TripleAt<K, 2>>, C]
  : Fail<'[depth, height, width, channels]'>;

/** Makes a batch larger, to the sizes of `outputShape`. */
type Enlarge = (x: Tensor, outputShape: Shape) => Tensor;

/**
 * A layer that makes the axes of its input larger by whole factors: repeats cells, or what `enlarge` does.
 * @throws ValueError unless all factors are whole numbers ≥ 1
 */
export function upSampling(
  kind: string,
  count: AxisCount,
  size: Sizes,
  options: LayerOptions,
  enlarge?: Enlarge,
): LayerDefinition {
  const factors = sizesOf(kind, 'size', size, count);
  return {
    kind,
    label: factors.join('×'),
    config: { size, ...options },
    options,
    build(inputShape) {
      checkSpatial(kind, inputShape, count);
      const sizes = factors.map((factor, i) => (inputShape[i] as number) * factor);
      const outputShape = [...sizes, inputShape[count] as number];
      return {
        outputShape,
        call: (x) => enlarge?.(x, outputShape) ?? factors.reduce(repeated, x),
      };
    },
  };
}

/** Each part along an axis of a batch `factor` times in a row; axis 0 is the first after the batch. */
function repeated(x: Tensor, factor: number, axis: number): Tensor {
  if (factor === 1) return x;
  const { shape } = x;
  const after = sizeOf(shape.slice(axis + 2));
  const before = sizeOf(shape.slice(0, axis + 2));
  const sizes = shape.map((n, i) => (i === axis + 1 ? n * factor : n));
  return tile(x.reshape([before, after]) as Tensor, [1, factor]).reshape(sizes) as Tensor;
}
