import {
  add,
  checkBooleans,
  div,
  effectiveEpsilon,
  maximum,
  mul,
  rsqrt,
  sqrt,
  square,
  sub,
} from '@descent/core';
import { seenBy } from './bias.js';
import { checkDecay, checkPositive } from './check-options.js';
import type { CommonOptions, Settings } from './common-options.js';
import { defineOptimizer, type Optimizer } from './optimizer.js';

/** Options of {@link adam} and `adamW`; the default learning rate is 0.001. */
export interface AdamOptions extends CommonOptions {
  /** Decay of the mean gradient, in [0, 1). Default 0.9. */
  readonly beta1?: number;
  /** Decay of the mean square, in [0, 1). Default 0.999. */
  readonly beta2?: number;
  /** Added to the root. Default 1e-7, as in Keras. */
  readonly epsilon?: number;
  /** Divide by the root of the largest v so far: steps never grow again. Default false. */
  readonly amsgrad?: boolean;
}

/**
 * Adam: m ← β₁ m + (1 − β₁) g, v ← β₂ v + (1 − β₂) g², w ← w − η m̂ / (√v̂ + ε) with m̂ = m / (1 − β₁ᵗ) and
 * v̂ = v / (1 − β₂ᵗ). As in the paper, PyTorch (whose default ε is 1e-8) and TensorFlow.js. Keras adds ε to √v
 * before the correction, which shows only where gradients are as small as ε.
 *
 * @throws ValueError for options out of range
 * @see Kingma and Ba, Adam: a method for stochastic optimization, arXiv:1412.6980, algorithm 1; amsgrad: Reddi, Kale
 * and Kumar, On the convergence of Adam and beyond, arXiv:1904.09237
 * @example adam({ learningRate: 0.001 })
 */
export function adam(options: AdamOptions = {}): Optimizer {
  return adamAs('adam', options);
}

/** {@link adam} by the name that its errors and its state carry. */
export function adamAs(name: string, options: AdamOptions): Optimizer {
  const { beta1 = 0.9, beta2 = 0.999, epsilon = 1e-7, amsgrad = false } = options;
  checkDecay(name, 'beta1', beta1);
  checkDecay(name, 'beta2', beta2);
  checkPositive(name, 'epsilon', epsilon);
  checkBooleans(name, options, 'amsgrad');
  return defineOptimizer(
    {
      name,
      learningRate: 0.001,
      settings: { beta1, beta2, epsilon, amsgrad } satisfies Settings<AdamOptions>,
      slots: amsgrad ? ['m', 'v', 'largest'] : ['m', 'v'],
      update({ value, gradient, slots, rate, step }) {
        const m = add(mul(slots.m, beta1), mul(gradient, 1 - beta1));
        const v = add(mul(slots.v, beta2), mul(square(gradient), 1 - beta2));
        const largest = amsgrad ? maximum(slots.largest, v) : v;
        const root = add(mul(sqrt(largest), rsqrt(seenBy(beta2, step))), effectiveEpsilon(epsilon));
        return {
          value: sub(value, div(mul(m, div(rate, seenBy(beta1, step))), root)),
          slots: { m, v, largest },
        };
      },
    },
    options,
  );
}
