import {
  type Concat,
  concat,
  resolveAxis,
  type Shape,
  ShapeError,
  showShape,
  ValueError,
} from '@descent/core';
import { defineMergeLayer } from '../defined-layer.js';
import type { LayerOptions, MergeLayer } from '../layer.js';
import type { OptionNames } from '../option-names.js';
import type { ShapeFunction } from '../shape-function.js';
import { checkCount } from './elementwise.js';

/** Options of {@link concatenate}. */
export interface ConcatenateOptions<A extends number> extends LayerOptions {
  /** The axis to join along, where 0 is the batch axis. Default -1, the last. */
  readonly axis?: A;
}

/** Shape rule of {@link concatenate}: the sizes of one axis add up. */
export interface Concatenate<A extends number> extends ShapeFunction {
  readonly name: 'concatenate';
  readonly out: this['in'] extends readonly Shape[] ? WithoutBatch<Concat<Batched<this['in']>, A>> : Shape;
  readonly unranked: Shape;
}

type Batched<L extends readonly Shape[]> = { readonly [K in keyof L]: readonly [number, ...L[K]] };
type WithoutBatch<R> = R extends readonly [number, ...infer S extends Shape] ? readonly [...S] : R;

/**
 * Its inputs side by side along an axis.
 *
 * @param options - `axis`, default the last
 * @returns a layer of a list of two inputs or more, whose other axes agree
 * @throws ShapeError when they do not, or there is no such axis; ValueError for the batch axis
 * @example concatenate()([a, b])
 */
export function concatenate<const A extends number = -1>(
  options: ConcatenateOptions<A> = {},
): MergeLayer<Concatenate<A>> {
  const axis: number = options.axis ?? -1;
  return defineMergeLayer<Concatenate<A>>({
    kind: 'concatenate',
    config: { ...options },
    options,
    optionNames: { axis: true } satisfies OptionNames<ConcatenateOptions<A>>,
    build(shapes) {
      checkCount('concatenate', shapes);
      const first = shapes[0] as Shape;
      const at = resolveAxis('concatenate', axis, first.length + 1);
      if (at === 0) {
        throw new ValueError('concatenate: axis 0 is the batch', { fix: 'join along axis 1 or later' });
      }
      const fits = (shape: Shape): boolean =>
        shape.length === first.length && shape.every((n, i) => i === at - 1 || n === first[i]);
      if (!shapes.every(fits)) {
        throw new ShapeError(
          `concatenate: the inputs differ outside axis ${at}: ${shapes.map(showShape).join(', ')}`,
        );
      }
      const size = shapes.reduce((sum, shape) => sum + (shape[at - 1] as number), 0);
      return { outputShape: first.with(at - 1, size), call: (inputs) => concat([...inputs] as never, at) };
    },
  });
}
