import { normal, type Tensor } from '@descent/core';
import { defineLayer } from '../defined-layer.js';
import type { Layer, LayerOptions } from '../layer.js';
import type { KeepShape } from '../shape-function.js';
import { checkRate, whileTraining } from './noise.js';

/** Shape rule of {@link gaussianDropout}. */
export interface GaussianDropout extends KeepShape {
  readonly name: 'gaussianDropout';
}

/**
 * While training, multiplies every value with a normal number of mean 1 and variance rate / (1 − rate), which is that of
 * dropout; otherwise does nothing.
 *
 * @param rate - in [0, 1)
 * @throws ValueError for another rate, or when training without an rng
 * @see Srivastava et al., Dropout: a simple way to prevent neural networks from overfitting, JMLR 2014, section 10
 * @example gaussianDropout(0.5)
 */
export function gaussianDropout(rate: number, options: LayerOptions = {}): Layer<GaussianDropout> {
  checkRate('gaussianDropout', rate);
  const stddev = Math.sqrt(rate / (1 - rate));
  const change = whileTraining(
    'gaussianDropout',
    (x, rng) => x.mul(normal(rng, x.shape, 1, stddev)) as Tensor,
  );
  return defineLayer<GaussianDropout>({
    kind: 'gaussianDropout',
    label: String(rate),
    config: { rate, ...options },
    options,
    build: (inputShape) => ({ outputShape: inputShape, call: rate === 0 ? (x) => x : change }),
  });
}
