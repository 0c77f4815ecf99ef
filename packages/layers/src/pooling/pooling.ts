import { type AxisCount, type Padding, sizesOf, type Tensor } from '@descent/core';
import type { LayerDefinition, LayerOptions } from '../layer.js';
import type { OptionNames } from '../option-names.js';
import { type Sizes, spatialSizes } from '../spatial-shape.js';

/** Options of a pooling layer. */
export interface PoolingOptions<S extends Sizes, P extends Padding> extends LayerOptions {
  /** Default: the window's size. */
  readonly strides?: S;
  /** 'valid' (default), 'same', or a number of cells on every side; padded cells do not count. */
  readonly padding?: P;
}

/**
 * The layer around a pooling op.
 * @throws ValueError for options out of range
 */
export function pooling<Size extends Sizes>(
  kind: string,
  count: AxisCount,
  poolSize: Size,
  options: PoolingOptions<Size, Padding>,
  pool: (x: Tensor, poolSize: Size, given: { readonly strides: Size; readonly padding: Padding }) => Tensor,
): LayerDefinition {
  const window = sizesOf(kind, 'poolSize', poolSize, count);
  const { strides = poolSize, padding = 'valid' } = options;
  sizesOf(kind, 'strides', strides, count);
  return {
    kind,
    label: window.join('×'),
    config: { poolSize, ...options },
    options,
    optionNames: { strides: true, padding: true } satisfies OptionNames<PoolingOptions<Size, Padding>>,
    build(inputShape) {
      const sizes = spatialSizes(kind, inputShape, { window, strides, dilations: 1, pad: padding }, count);
      return {
        outputShape: [...sizes, inputShape[count] as number],
        call: (x) => pool(x, poolSize, { strides, padding }),
      };
    },
  };
}
