import { type Broadcast, type Fail, type Shape, ShapeError, showShape, type Tensor } from '@descent/core';
import { defineMergeLayer } from '../defined-layer.js';
import type { LayerOptions, MergeLayer } from '../layer.js';
import type { ShapeFunction } from '../shape-function.js';

/** Shape rule of layers that merge element by element: the inputs' shapes broadcast. */
export interface Elementwise<Name extends string> extends ShapeFunction {
  readonly name: Name;
  readonly out: this['in'] extends readonly [
    infer First extends Shape,
    infer Second extends Shape,
    ...infer Rest extends readonly Shape[],
  ]
    ? BroadcastAll<Broadcast<First, Second>, Rest>
    : Fail<'a list of two inputs or more'>;
  readonly unranked: Shape;
}

type BroadcastAll<Sofar, Rest extends readonly Shape[]> = Sofar extends Shape
  ? Rest extends readonly [infer Next extends Shape, ...infer More extends readonly Shape[]]
    ? BroadcastAll<Broadcast<Sofar, Next>, More>
    : Sofar
  : Sofar;

/** What an elementwise merge is made of. */
export interface ElementwiseDefinition {
  readonly kind: string;
  /** How many inputs; default two or more. */
  readonly count?: number;
  /** All inputs as one, of equal rank. */
  merge(inputs: readonly Tensor[]): Tensor;
}

/** Makes a layer that merges its inputs element by element. */
export function defineElementwise<Name extends string>(
  { kind, count, merge }: ElementwiseDefinition,
  options: LayerOptions,
): MergeLayer<Elementwise<Name>> {
  return defineMergeLayer<Elementwise<Name>>({
    kind,
    config: { ...options },
    options,
    build(shapes) {
      checkCount(kind, shapes, count);
      const outputShape = broadcastOf(kind, shapes);
      return {
        outputShape,
        call: (inputs) => merge(inputs.map((x, i) => withRank(x, shapes[i] as Shape, outputShape.length))),
      };
    },
  });
}

/**
 * Checks how many inputs a merge has.
 * @throws ShapeError unless it has `count`, or two or more
 */
export function checkCount(kind: string, shapes: readonly Shape[], count?: number): void {
  if (count === undefined ? shapes.length >= 2 : shapes.length === count) return;
  const expected = count === undefined ? 'a list of two inputs or more' : `a list of ${count} inputs`;
  throw new ShapeError(`${kind}: expects ${expected}, got ${shapes.length}`, { fix: `${kind}()([a, b])` });
}

function broadcastOf(kind: string, shapes: readonly Shape[]): Shape {
  const rank = Math.max(...shapes.map(({ length }) => length));
  return Array.from({ length: rank }, (_, axis) => {
    const sizes = shapes.map((shape) => shape[axis - rank + shape.length] ?? 1);
    const size = sizes.find((n) => n !== 1) ?? 1;
    if (sizes.every((n) => n === 1 || n === size)) return size;
    throw new ShapeError(`${kind}: the inputs do not broadcast: ${shapes.map(showShape).join(', ')}`, {
      fix: 'give them one shape, with a dense or 1 × 1 convolution layer for example',
    });
  });
}

/** Puts axes of size 1 after the batch axis, so that shapes without it broadcast. */
function withRank(x: Tensor, shape: Shape, rank: number): Tensor {
  if (shape.length === rank) return x;
  return x.reshape([-1, ...Array<number>(rank - shape.length).fill(1), ...shape]);
}
