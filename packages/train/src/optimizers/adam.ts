import { add, div, expm1, mul, neg, rsqrt, sqrt, square, sub } from '@descent/core';
import { checkDecay, checkEpsilon, defineOptimizer, type Optimizer } from './optimizer.js';

/** Options of {@link adam}. */
export interface AdamOptions {
  /** Default 0.001. */
  readonly learningRate?: number;
  /** Decay of the mean gradient, in [0, 1). Default 0.9. */
  readonly beta1?: number;
  /** Decay of the mean square, in [0, 1). Default 0.999. */
  readonly beta2?: number;
  /** Added to the root. Default 1e-7, as in Keras. */
  readonly epsilon?: number;
}

/**
 * Adam: m ← β₁ m + (1 − β₁) g, v ← β₂ v + (1 − β₂) g², w ← w − η m̂ / (√v̂ + ε) with m̂ = m / (1 − β₁ᵗ) and
 * v̂ = v / (1 − β₂ᵗ). As in the paper, PyTorch (whose default ε is 1e-8) and TensorFlow.js. Keras adds ε to √v
 * before the correction, which shows only where gradients are as small as ε.
 *
 * @throws ValueError for options out of range
 * @see Kingma and Ba, Adam: a method for stochastic optimization, arXiv:1412.6980, algorithm 1
 * @example adam({ learningRate: 0.001 })
 */
export function adam(options: AdamOptions = {}): Optimizer {
  const { learningRate = 0.001, beta1 = 0.9, beta2 = 0.999, epsilon = 1e-7 } = options;
  checkDecay('adam', 'beta1', beta1);
  checkDecay('adam', 'beta2', beta2);
  checkEpsilon('adam', epsilon);
  return defineOptimizer({
    name: 'adam',
    learningRate,
    slots: ['m', 'v'],
    update({ value, gradient, slots, rate, step }) {
      // 1 − βᵗ as −(e^(t ln β) − 1): the difference would lose four digits in float32.
      const missing1 = neg(expm1(mul(step, Math.log(beta1))));
      const missing2 = neg(expm1(mul(step, Math.log(beta2))));
      const m = add(mul(slots.m, beta1), mul(gradient, 1 - beta1));
      const v = add(mul(slots.v, beta2), mul(square(gradient), 1 - beta2));
      const root = add(mul(sqrt(v), rsqrt(missing2)), epsilon);
      return { value: sub(value, div(mul(m, div(rate, missing1)), root)), slots: { m, v } };
    },
  });
}
