import { type AxisCount, type Padding, type Shape, sizesOf } from '@descent/core';
import type { Activation } from '../activations/activation-function.js';
import type { LayerOptions } from '../layer.js';
import type { OptionNames } from '../option-names.js';
import { type Sizes, spatialSizes } from '../spatial-shape.js';
import { type BiasOptions, biasOptionNames } from '../weight-options.js';

/** Options that all convolutions share. */
export interface WindowOptions<K extends Sizes, S extends Sizes, P, D extends Sizes>
  extends LayerOptions,
    BiasOptions {
  /** Size of the filters: one number, or one per axis. */
  readonly kernelSize: K;
  /** Default 1. */
  readonly strides?: S;
  /** 'valid' (default), 'same', or a number of cells on every side. */
  readonly padding?: P;
  /** Distance of the filters' taps. Default 1. */
  readonly dilations?: D;
  /** Default 'linear'. */
  readonly activation?: Activation;
}

/** Names of {@link WindowOptions}. */
export const windowOptionNames = {
  ...{ kernelSize: true, strides: true, padding: true, dilations: true, activation: true },
  ...biasOptionNames,
} satisfies OptionNames<WindowOptions<Sizes, Sizes, Padding, Sizes>>;

/** What an op is told of a window; `Size` is the op's own type for sizes. */
export interface GivenWindow<Size extends Sizes> {
  readonly strides: Size;
  readonly padding: Padding;
  readonly dilations: Size;
}

/** A window whose options were checked. */
export interface CheckedWindow<Size extends Sizes> {
  readonly sizes: readonly number[];
  readonly given: GivenWindow<Size>;
  /** Sizes of what the window leaves of an example. Throws ShapeError where it does not fit. */
  outOf(inputShape: Shape): number[];
}

/**
 * Checks a window's options.
 * @throws ValueError
 */
export function windowOf<Size extends Sizes>(
  layer: string,
  count: AxisCount,
  options: WindowOptions<Sizes, Sizes, Padding, Sizes>,
): CheckedWindow<Size> {
  const { kernelSize, strides = 1, padding = 'valid', dilations = 1 } = options;
  const sizes = sizesOf(layer, 'kernelSize', kernelSize, count);
  const [steps, distances] = [
    sizesOf(layer, 'strides', strides, count),
    sizesOf(layer, 'dilations', dilations, count),
  ];
  const forOp = (list: readonly number[]): Size => (count === 1 ? list[0] : list) as Size;
  return {
    sizes,
    given: { strides: forOp(steps), padding, dilations: forOp(distances) },
    outOf: (inputShape) =>
      spatialSizes(layer, inputShape, { window: sizes, strides, dilations, pad: padding }, count),
  };
}
