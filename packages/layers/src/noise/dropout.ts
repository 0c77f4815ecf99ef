import { defineLayer } from '../defined-layer.js';
import type { Layer, LayerOptions } from '../layer.js';
import type { KeepShape } from '../shape-function.js';
import { checkRate, drop, whileTraining } from './noise.js';

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
  checkRate('dropout', rate);
  const change = whileTraining('dropout', (x, rng) => drop(x, rng, rate, x.shape));
  return defineLayer<Dropout>({
    kind: 'dropout',
    label: String(rate),
    config: { rate, ...options },
    options,
    build: (inputShape) => ({ outputShape: inputShape, call: rate === 0 ? (x) => x : change }),
  });
}
