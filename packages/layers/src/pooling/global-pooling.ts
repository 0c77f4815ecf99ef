import { type AxisCount, checkBooleans, type Fail, type Tensor } from '@descent/core';
import type { LayerDefinition, LayerOptions } from '../layer.js';
import type { OptionNames } from '../option-names.js';
import { checkSpatial } from '../spatial-shape.js';

/** Options of a pooling layer over all cells. */
export interface GlobalPoolingOptions<Keep extends boolean> extends LayerOptions {
  /** Keep the axes, with size 1. Default false. */
  readonly keepDims?: Keep;
}

/** [channels] of [width, channels]. */
export type PooledLine<In, Keep extends boolean> = In extends readonly [number, infer C extends number]
  ? Keep extends true
    ? readonly [1, C]
    : readonly [C]
  : Fail<'[width, channels]'>;

/** [channels] of [height, width, channels]. */
export type PooledImage<In, Keep extends boolean> = In extends readonly [
  number,
  number,
  infer C extends number,
]
  ? Keep extends true
    ? readonly [1, 1, C]
    : readonly [C]
  : Fail<'[height, width, channels]'>;

/** [channels] of [depth, height, width, channels]. */
export type PooledVolume<In, Keep extends boolean> = In extends readonly [
  number,
  number,
  number,
  infer C extends number,
]
  ? Keep extends true
    ? readonly [1, 1, 1, C]
    : readonly [C]
  : Fail<'[depth, height, width, channels]'>;

/** A reduction along axes, such as max. */
type Reduction = (x: Tensor, axes: readonly number[], options: { readonly keepDims: boolean }) => Tensor;

/**
 * The layer around a reduction over all axes but batch and channels.
 * @throws ValueError unless keepDims is true or false
 */
export function globalPooling(
  kind: string,
  count: AxisCount,
  options: GlobalPoolingOptions<boolean>,
  reduce: unknown,
): LayerDefinition {
  const { keepDims = false } = options;
  checkBooleans(kind, options, 'keepDims');
  const axes = [1, 2, 3].slice(0, count);
  return {
    kind,
    config: { ...options },
    options,
    optionNames: { keepDims: true } satisfies OptionNames<GlobalPoolingOptions<boolean>>,
    build(inputShape) {
      checkSpatial(kind, inputShape, count);
      const channels = inputShape[count] as number;
      return {
        outputShape: keepDims ? [...axes.map(() => 1), channels] : [channels],
        call: (x) => (reduce as Reduction)(x, axes, { keepDims }),
      };
    },
  };
}
