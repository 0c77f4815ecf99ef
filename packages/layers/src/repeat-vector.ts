import { checkWhole, type Fail, ShapeError, showShape, tile } from '@descent/core';
import { defineLayer } from './defined-layer.js';
import type { Layer, LayerOptions } from './layer.js';
import type { ShapeFunction } from './shape-function.js';

/** Shape rule of {@link repeatVector}. */
export interface RepeatVector<N extends number> extends ShapeFunction {
  readonly name: 'repeatVector';
  readonly out: this['in'] extends readonly [infer F extends number] ? readonly [N, F] : Fail<'[features]'>;
  readonly unranked: readonly [N, number];
}

/**
 * A vector n times, as a series.
 *
 * @param n - how often
 * @returns a layer from [features] to [n, features]
 * @throws ValueError unless n is a whole number ≥ 1, ShapeError for another rank
 * @example repeatVector(3) // [32] to [3, 32]
 */
export function repeatVector<const N extends number>(
  n: N,
  options: LayerOptions = {},
): Layer<RepeatVector<N>> {
  checkWhole('repeatVector', 'n', n);
  return defineLayer<RepeatVector<N>>({
    kind: 'repeatVector',
    label: String(n),
    config: { n, ...options },
    options,
    build(inputShape) {
      const [features, ...others] = inputShape;
      if (features === undefined || others.length > 0) {
        throw new ShapeError(`repeatVector: expects [features], got ${showShape(inputShape)}`, {
          fix: 'put flatten() before it',
        });
      }
      return {
        outputShape: [n, features],
        call: (x) => tile(x.reshape([x.shape[0] as number, 1, features]), [1, n, 1]),
      };
    },
  });
}
