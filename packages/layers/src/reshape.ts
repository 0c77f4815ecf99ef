import { type Reshape, resolveShape, type Shape, showShape } from '@descent/core';
import { defineLayer } from './defined-layer.js';
import type { Layer, LayerOptions } from './layer.js';
import type { ShapeFunction } from './shape-function.js';

/** Shape rule of {@link reshape}. */
export interface ReshapeTo<T extends Shape> extends ShapeFunction {
  readonly name: 'reshape';
  readonly out: this['in'] extends Shape ? Reshape<this['in'], T> : never;
  readonly unranked: Reshape<Shape, T> extends infer R extends Shape ? R : Shape;
}

/**
 * The values of an example in another shape, row-major.
 *
 * @param shape - without the batch axis; one size may be −1
 * @throws ShapeError when the element counts differ
 * @example reshape([28, 28, 1])
 */
export function reshape<const T extends Shape>(shape: T, options: LayerOptions = {}): Layer<ReshapeTo<T>> {
  return defineLayer<ReshapeTo<T>>({
    kind: 'reshape',
    label: showShape(shape),
    config: { shape, ...options },
    options,
    build(inputShape) {
      const outputShape = resolveShape(inputShape, shape);
      return { outputShape, call: (x) => x.reshape([x.shape[0] as number, ...outputShape]) };
    },
  });
}
