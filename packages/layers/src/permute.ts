import {
  describeValue,
  type Shape,
  ShapeError,
  type Subtract,
  showShape,
  type Transpose,
  ValueError,
} from '@descent/core';
import { defineLayer } from './defined-layer.js';
import type { Layer, LayerOptions } from './layer.js';
import type { ShapeFunction } from './shape-function.js';

/** Shape rule of {@link permute}. */
export interface Permute<P extends Shape> extends ShapeFunction {
  readonly name: 'permute';
  readonly out: this['in'] extends Shape ? Transpose<this['in'], FromZero<P>> : never;
  readonly unranked: Shape;
}

type FromZero<P extends Shape> = { readonly [K in keyof P]: Subtract<P[K], 1> };

/**
 * The axes of an example in another order.
 *
 * @param axes - all of them, counted from 1: axis 0 is the batch, which stays
 * @throws ValueError unless they are the numbers from 1 on, each once; ShapeError for an input of another rank
 * @example permute([2, 1]) // [10, 64] to [64, 10]
 */
export function permute<const P extends Shape>(axes: P, options: LayerOptions = {}): Layer<Permute<P>> {
  const isPermutation =
    Array.isArray(axes) && [...axes].sort((a, b) => a - b).every((axis, i) => axis === i + 1);
  if (!isPermutation) {
    throw new ValueError(`permute: axes must be 1, 2, … each once, got ${describeValue(axes)}`, {
      fix: 'axis 0 is the batch, which stays: permute([2, 1])',
    });
  }
  return defineLayer<Permute<P>>({
    kind: 'permute',
    label: axes.join(', '),
    config: { axes, ...options },
    options,
    build(inputShape) {
      if (inputShape.length !== axes.length) {
        throw new ShapeError(
          `permute: has ${axes.length} axes, the input is ${showShape(inputShape)}, which has ${inputShape.length}`,
        );
      }
      const order = [0, ...axes];
      return {
        outputShape: axes.map((axis) => inputShape[axis - 1] as number),
        call: (x) => x.transpose(order),
      };
    },
  });
}
