import {
  checkBooleans,
  div,
  type Fail,
  matmul,
  maximum,
  resolveAxis,
  type Shape,
  ShapeError,
  showShape,
  sizeOf,
  type Tensor,
  transpose,
  ValueError,
} from '@descent/core';
import { defineMergeLayer } from '../defined-layer.js';
import type { LayerOptions, MergeLayer } from '../layer.js';
import type { OptionNames } from '../option-names.js';
import type { ShapeFunction } from '../shape-function.js';
import { checkCount } from './elementwise.js';

/** Options of {@link dot}. */
export interface DotOptions extends LayerOptions {
  /** The axis to sum over, of both or of each; 0 is the batch axis. */
  readonly axes: number | readonly [number, number];
  /** Gives vectors the length 1 first, for the cosine of the angle between them. Default false. */
  readonly normalize?: boolean;
}

/** Shape rule of {@link dot}. */
export interface Dot extends ShapeFunction {
  readonly name: 'dot';
  readonly out: this['in'] extends readonly [readonly [number], readonly [number]]
    ? readonly [1]
    : this['in'] extends readonly [Shape, Shape]
      ? Shape
      : Fail<'a list of two inputs'>;
  readonly unranked: Shape;
}

/** Squares of lengths are taken for this much at least, as in Keras. */
const shortest = 1e-7;

/**
 * Products of the vectors of two inputs, example by example: y = Σ aᵢ bᵢ over an axis of each. The other axes of a come
 * first, then those of b; two vectors give [1].
 *
 * @param options - `axes`, and `normalize` for cosines
 * @returns a layer of a list of two inputs
 * @throws ShapeError when the axes differ in size or are not there, ValueError for the batch axis
 * @example dot({ axes: 1 })([a, b]) // [n] and [n] give [1]
 * @example dot({ axes: [2, 2] })([queries, keys]) // [steps, size] and [places, size] give [steps, places]
 */
export function dot(options: DotOptions): MergeLayer<Dot> {
  const { axes, normalize = false } = options;
  checkBooleans('dot', options, 'normalize');
  return defineMergeLayer<Dot>({
    kind: 'dot',
    config: { ...options },
    options,
    optionNames: { axes: true, normalize: true } satisfies OptionNames<DotOptions>,
    build(shapes) {
      checkCount('dot', shapes, 2);
      const [a, b] = shapes as [Shape, Shape];
      const [axisOfA, axisOfB] = [axes, axes].map((each, i) => {
        const axis = resolveAxis(
          'dot',
          (typeof each === 'number' ? each : each[i]) as number,
          (shapes[i] as Shape).length + 1,
        );
        if (axis === 0) throw new ValueError('dot: axis 0 is the batch', { fix: 'sum over axis 1 or later' });
        return axis;
      }) as [number, number];
      const size = a[axisOfA - 1] as number;
      if (size !== b[axisOfB - 1]) {
        throw new ShapeError(
          `dot: axis ${axisOfA} of ${showShape(a)} has ${size}, axis ${axisOfB} of ${showShape(b)} has ${b[axisOfB - 1]}`,
        );
      }
      const [restOfA, restOfB] = [a.toSpliced(axisOfA - 1, 1), b.toSpliced(axisOfB - 1, 1)];
      const outputShape = restOfA.length + restOfB.length === 0 ? [1] : [...restOfA, ...restOfB];
      const unit = (x: Tensor, axis: number): Tensor =>
        normalize ? div(x, maximum(x.square().sum(axis, { keepDims: true }), shortest).sqrt()) : x;
      return {
        outputShape,
        call([x, y]) {
          const left = axisLast(unit(x as Tensor, axisOfA), axisOfA).reshape([-1, sizeOf(restOfA), size]);
          const right = axisLast(unit(y as Tensor, axisOfB), axisOfB).reshape([-1, sizeOf(restOfB), size]);
          return matmul(left, right, { transposeB: true }).reshape([-1, ...outputShape]);
        },
      };
    },
  });
}

function axisLast(x: Tensor, axis: number): Tensor {
  if (axis === x.rank - 1) return x;
  return transpose(x, [...x.shape.keys()].toSpliced(axis, 1).concat(axis));
}
