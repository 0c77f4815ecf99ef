import { abs, add, div, effectiveEpsilon, maximum, mul, sub } from '@descent/core';
import { seenBy } from './bias.js';
import { checkDecay, checkPositive } from './check-options.js';
import type { CommonOptions, Settings } from './common-options.js';
import { defineOptimizer, type Optimizer } from './optimizer.js';

/** Options of {@link adamax}; the default learning rate is 0.001. */
export interface AdamaxOptions extends CommonOptions {
  /** Decay of the mean gradient, in [0, 1). Default 0.9. */
  readonly beta1?: number;
  /** Decay of the largest gradient, in [0, 1). Default 0.999. */
  readonly beta2?: number;
  /** Added to the largest gradient. Default 1e-7, as in Keras. */
  readonly epsilon?: number;
}

/**
 * Adamax, Adam by the largest gradient: m ← β₁ m + (1 − β₁) g, u ← max(β₂ u, |g|), w ← w − η m / ((1 − β₁ᵗ) (u + ε)).
 * As in Keras; PyTorch adds ε to |g|, and its default learning rate is 0.002.
 *
 * @throws ValueError for options out of range
 * @see Kingma and Ba, Adam: a method for stochastic optimization, arXiv:1412.6980, algorithm 2
 * @example adamax({ learningRate: 0.002 })
 */
export function adamax(options: AdamaxOptions = {}): Optimizer {
  const { beta1 = 0.9, beta2 = 0.999, epsilon = 1e-7 } = options;
  checkDecay('adamax', 'beta1', beta1);
  checkDecay('adamax', 'beta2', beta2);
  checkPositive('adamax', 'epsilon', epsilon);
  return defineOptimizer(
    {
      name: 'adamax',
      learningRate: 0.001,
      settings: { beta1, beta2, epsilon } satisfies Settings<AdamaxOptions>,
      slots: ['m', 'u'],
      update({ value, gradient, slots, rate, step }) {
        const m = add(mul(slots.m, beta1), mul(gradient, 1 - beta1));
        const u = maximum(mul(slots.u, beta2), abs(gradient));
        return {
          value: sub(value, div(mul(m, div(rate, seenBy(beta1, step))), add(u, effectiveEpsilon(epsilon)))),
          slots: { m, u },
        };
      },
    },
    options,
  );
}
