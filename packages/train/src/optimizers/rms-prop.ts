import { add, mul, rsqrt, square, sub } from '@descent/core';
import { checkDecay, checkEpsilon, defineOptimizer, type Optimizer } from './optimizer.js';

/** Options of {@link rmsProp}. */
export interface RmsPropOptions {
  /** Default 0.001. */
  readonly learningRate?: number;
  /** Decay of the mean square, in [0, 1). Default 0.9. */
  readonly rho?: number;
  /** In [0, 1). Default 0. */
  readonly momentum?: number;
  /** Added under the root. Default 1e-7. */
  readonly epsilon?: number;
}

/**
 * RMSProp: s ← ρ s + (1 − ρ) g², w ← w − η g / √(s + ε); with momentum: m ← μ m + η g / √(s + ε), w ← w − m.
 * As in Keras.
 *
 * @throws ValueError for options out of range
 * @see Tieleman and Hinton, Lecture 6.5, Neural networks for machine learning, 2012
 * @example rmsProp({ learningRate: 0.001 })
 */
export function rmsProp(options: RmsPropOptions = {}): Optimizer {
  const { learningRate = 0.001, rho = 0.9, momentum = 0, epsilon = 1e-7 } = options;
  checkDecay('rmsProp', 'rho', rho);
  checkDecay('rmsProp', 'momentum', momentum);
  checkEpsilon('rmsProp', epsilon);
  return defineOptimizer({
    name: 'rmsProp',
    learningRate,
    slots: momentum === 0 ? ['meanSquare'] : ['meanSquare', 'momentum'],
    update({ value, gradient, slots, rate }) {
      const meanSquare = add(mul(slots.meanSquare, rho), mul(square(gradient), 1 - rho));
      const step = mul(mul(gradient, rate), rsqrt(add(meanSquare, epsilon)));
      if (momentum === 0) return { value: sub(value, step), slots: { ...slots, meanSquare } };
      const accumulated = add(mul(slots.momentum, momentum), step);
      return { value: sub(value, accumulated), slots: { meanSquare, momentum: accumulated } };
    },
  });
}
