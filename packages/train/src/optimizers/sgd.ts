import { add, mul, sub } from '@descent/core';
import { checkDecay, defineOptimizer, type Optimizer } from './optimizer.js';

/** Options of {@link sgd}. */
export interface SgdOptions {
  /** Default 0.01. */
  readonly learningRate?: number;
  /** In [0, 1). Default 0: plain gradient descent. */
  readonly momentum?: number;
  /** Look ahead along the momentum. Default false. */
  readonly nesterov?: boolean;
}

/**
 * Stochastic gradient descent: w ← w − η g. With momentum: v ← μ v − η g, w ← w + v; with Nesterov's:
 * w ← w + μ v − η g. As in Keras.
 *
 * @throws ValueError for options out of range
 * @see Sutskever et al., On the importance of initialization and momentum in deep learning, ICML 2013
 * @example sgd({ learningRate: 0.1, momentum: 0.9 })
 */
export function sgd({ learningRate = 0.01, momentum = 0, nesterov = false }: SgdOptions = {}): Optimizer {
  checkDecay('sgd', 'momentum', momentum);
  if (momentum === 0) {
    return defineOptimizer({
      name: 'sgd',
      learningRate,
      slots: [],
      update: ({ value, gradient, rate }) => ({ value: sub(value, mul(gradient, rate)), slots: {} }),
    });
  }
  return defineOptimizer({
    name: 'sgd',
    learningRate,
    slots: ['velocity'],
    update({ value, gradient, slots, rate }) {
      const change = mul(gradient, rate);
      const velocity = sub(mul(slots.velocity, momentum), change);
      const step = nesterov ? sub(mul(velocity, momentum), change) : velocity;
      return { value: add(value, step), slots: { velocity } };
    },
  });
}
