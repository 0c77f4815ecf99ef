import { type Tensor, where } from '@descent/core';
import { defineLayer } from '../defined-layer.js';
import type { Layer, LayerOptions } from '../layer.js';
import type { KeepShape } from '../shape-function.js';
import { checkRate, whileTraining } from './noise.js';

/** −λ α: what selu goes to. */
const lowest = -1.7580993408473766;

/** Shape rule of {@link alphaDropout}. */
export interface AlphaDropout extends KeepShape {
  readonly name: 'alphaDropout';
}

/**
 * While training, sets each value with probability `rate` to −λ α, the lowest value of selu, then scales and shifts so
 * that mean 0 and variance 1 stay: y = a x′ + b with a = ((1 − rate) (1 + rate (λ α)²))^−½ and b = a λ α rate. The
 * dropout for networks of `selu`.
 *
 * @param rate - in [0, 1)
 * @throws ValueError for another rate, or when training without an rng
 * @see Klambauer et al., Self-normalizing neural networks, arXiv:1706.02515
 * @example alphaDropout(0.1)
 */
export function alphaDropout(rate: number, options: LayerOptions = {}): Layer<AlphaDropout> {
  checkRate('alphaDropout', rate);
  const factor = 1 / Math.sqrt((1 - rate) * (1 + rate * lowest ** 2));
  const change = whileTraining('alphaDropout', (x, rng) => {
    const kept = where(rng.bernoulli(x.shape, 1 - rate), x, lowest) as Tensor;
    return kept.mul(factor).sub(factor * lowest * rate) as Tensor;
  });
  return defineLayer<AlphaDropout>({
    kind: 'alphaDropout',
    label: String(rate),
    config: { rate, ...options },
    options,
    build: (inputShape) => ({ outputShape: inputShape, call: rate === 0 ? (x) => x : change }),
  });
}
