import { type Product, type Shape, sizeOf } from '@descent/core';
import { defineLayer } from './defined-layer.js';
import type { Layer, LayerOptions } from './layer.js';
import type { ShapeFunction } from './shape-function.js';

/** Shape rule of {@link flatten}. */
export interface Flatten extends ShapeFunction {
  readonly name: 'flatten';
  readonly out: this['in'] extends Shape ? readonly [Product<this['in']>] : never;
  readonly unranked: readonly [number];
}

/**
 * All values of an example in one axis, row-major.
 * @example flatten() // [5, 5, 64] to [1600]
 */
export function flatten(options: LayerOptions = {}): Layer<Flatten> {
  return defineLayer<Flatten>({
    kind: 'flatten',
    config: { ...options },
    options,
    build(inputShape) {
      const size = sizeOf(inputShape);
      return { outputShape: [size], call: (x) => x.reshape([-1, size]) };
    },
  });
}
