import { add, checkBooleans, mul, sub } from '@descent/core';
import { checkDecay } from './check-options.js';
import type { CommonOptions, Settings } from './common-options.js';
import { defineOptimizer, type Optimizer } from './optimizer.js';

/** Options of {@link sgd}; the default learning rate is 0.01. */
export interface SgdOptions extends CommonOptions {
  /** In [0, 1). Default 0: plain gradient descent. */
  readonly momentum?: number;
  /** Look ahead along the momentum. Default false. */
  readonly nesterov?: boolean;
}

/**
 * Stochastic gradient descent: w ← w − η g. With momentum: v ← μ v − η g, w ← w + v; with Nesterov's:
 * w ← w + μ v − η g. As in Keras; PyTorch takes η outside, v ← μ v + g, w ← w − η v, which differs where η changes.
 *
 * @throws ValueError for options out of range
 * @see Sutskever et al., On the importance of initialization and momentum in deep learning, ICML 2013
 * @example sgd({ learningRate: 0.1, momentum: 0.9 })
 */
export function sgd(options: SgdOptions = {}): Optimizer {
  const { momentum = 0, nesterov = false } = options;
  checkDecay('sgd', 'momentum', momentum);
  checkBooleans('sgd', options, 'nesterov');
  return defineOptimizer(
    {
      name: 'sgd',
      learningRate: 0.01,
      settings: { momentum, nesterov } satisfies Settings<SgdOptions>,
      slots: momentum > 0 ? ['velocity'] : [],
      update({ value, gradient, slots, rate }) {
        const change = mul(gradient, rate);
        if (momentum === 0) return { value: sub(value, change), slots };
        const velocity = sub(mul(slots.velocity, momentum), change);
        const step = nesterov ? sub(mul(velocity, momentum), change) : velocity;
        return { value: add(value, step), slots: { velocity } };
      },
    },
    options,
  );
}
