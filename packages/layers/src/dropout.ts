import { describeValue, div, mul, ValueError } from '@descent/core';
import { defineLayer } from './defined-layer.js';
import type { Layer, LayerOptions } from './layer.js';
import type { KeepShape } from './shape-function.js';

/** Shape rule of {@link dropout}. */
export interface Dropout extends KeepShape {
  readonly name: 'dropout';
}

/**
 * While training, sets each value to 0 with probability `rate` and divides the rest by 1 − rate, so that the
 * mean stays; otherwise does nothing.
 *
 * @param rate - in [0, 1)
 * @throws ValueError for another rate, or when training without an rng
 * @see Srivastava et al., Dropout: a simple way to prevent neural networks from overfitting, JMLR 2014
 * @example dropout(0.5)
 */
export function dropout(rate: number, options: LayerOptions = {}): Layer<Dropout> {
  if (!(rate >= 0 && rate < 1))
    throw new ValueError(`dropout: rate must lie in [0, 1), got ${describeValue(rate)}`);
  return defineLayer<Dropout>({
    kind: 'dropout',
    label: String(rate),
    config: { rate, ...options },
    options,
    build: (inputShape) => ({
      outputShape: inputShape,
      call(x, { training, rng }) {
        if (!training || rate === 0) return x;
        if (!rng)
          throw new ValueError('dropout: training needs a source of random numbers', {
            fix: 'pass { training: true, rng: new Rng(seed) }',
          });
        return div(mul(x, rng.bernoulli(x.shape, 1 - rate).cast('float32')), 1 - rate);
      },
    }),
  });
}
