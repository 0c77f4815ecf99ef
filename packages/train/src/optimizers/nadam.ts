import { add, div, effectiveEpsilon, exp, mul, rsqrt, sqrt, square, sub, type Tensor } from '@descent/core';
import { seenBy } from './bias.js';
import { checkDecay, checkPositive } from './check-options.js';
import type { CommonOptions, Settings } from './common-options.js';
import { defineOptimizer, type Optimizer } from './optimizer.js';

/** Options of {@link nadam}; the default learning rate is 0.001. */
export interface NadamOptions extends CommonOptions {
  /** Decay of the mean gradient, in [0, 1). Default 0.9. */
  readonly beta1?: number;
  /** Decay of the mean square, in [0, 1). Default 0.999. */
  readonly beta2?: number;
  /** Added to the root. Default 1e-7, as in Keras. */
  readonly epsilon?: number;
}

/**
 * Nadam, Adam with Nesterov's momentum: m and v as in Adam, μₜ = β₁ (1 − 0.96ᵗ / 2), pₜ = μ₁ … μₜ,
 * w ← w − η (μₜ₊₁ m / (1 − pₜ₊₁) + (1 − μₜ) g / (1 − pₜ)) / (√v̂ + ε) with v̂ = v / (1 − β₂ᵗ). As in Keras; PyTorch has
 * 0.96 to the power 0.004 t, and 0.002 as its default learning rate.
 *
 * @throws ValueError for options out of range
 * @see Dozat, Incorporating Nesterov momentum into Adam, ICLR workshop 2016
 * @example nadam({ learningRate: 0.002 })
 */
export function nadam(options: NadamOptions = {}): Optimizer {
  const { beta1 = 0.9, beta2 = 0.999, epsilon = 1e-7 } = options;
  checkDecay('nadam', 'beta1', beta1);
  checkDecay('nadam', 'beta2', beta2);
  checkPositive('nadam', 'epsilon', epsilon);
  const momentumAt = (step: Tensor): Tensor => mul(sub(1, mul(exp(mul(step, Math.log(0.96))), 0.5)), beta1);
  return defineOptimizer(
    {
      name: 'nadam',
      learningRate: 0.001,
      settings: { beta1, beta2, epsilon } satisfies Settings<NadamOptions>,
      slots: ['m', 'v', 'momentumProduct'],
      starts: { momentumProduct: () => ({ shape: [], values: Float32Array.of(1) }) },
      update({ value, gradient, slots, rate, step }) {
        const [momentum, nextMomentum] = [momentumAt(step), momentumAt(add(step, 1))];
        const momentumProduct = mul(slots.momentumProduct, momentum);
        const m = add(mul(slots.m, beta1), mul(gradient, 1 - beta1));
        const v = add(mul(slots.v, beta2), mul(square(gradient), 1 - beta2));
        const ahead = mul(m, div(nextMomentum, sub(1, mul(momentumProduct, nextMomentum))));
        const now = mul(gradient, div(sub(1, momentum), sub(1, momentumProduct)));
        const root = add(mul(sqrt(v), rsqrt(seenBy(beta2, step))), effectiveEpsilon(epsilon));
        return {
          value: sub(value, div(mul(add(ahead, now), rate), root)),
          slots: { m, v, momentumProduct },
        };
      },
    },
    options,
  );
}
