import {
  add,
  checkBooleans,
  effectiveEpsilon,
  mul,
  relu,
  rsqrt,
  square,
  sub,
  type Tensor,
} from '@descent/core';
import { checkDecay, checkPositive } from './check-options.js';
import type { CommonOptions, Settings } from './common-options.js';
import { defineOptimizer, type Optimizer } from './optimizer.js';

/** Options of {@link rmsProp}; the default learning rate is 0.001. */
export interface RmsPropOptions extends CommonOptions {
  /** Decay of the mean square, in [0, 1). Default 0.9. */
  readonly rho?: number;
  /** In [0, 1). Default 0. */
  readonly momentum?: number;
  /** Added under the root. Default 1e-7. */
  readonly epsilon?: number;
  /** Divide by the deviation from the mean gradient, not from 0. Default false. */
  readonly centered?: boolean;
}

/**
 * RMSProp: s ← ρ s + (1 − ρ) g², w ← w − η g / √(s + ε); with momentum: m ← μ m + η g / √(s + ε), w ← w − m.
 * Centered: a ← ρ a + (1 − ρ) g, and s − a² in the place of s. As in Keras; PyTorch adds ε to the root, and takes η
 * outside the momentum.
 *
 * @throws ValueError for options out of range
 * @see Tieleman and Hinton, Lecture 6.5, Neural networks for machine learning, 2012; centered: Graves, Generating
 * sequences with recurrent neural networks, arXiv:1308.0850, section 4.2
 * @example rmsProp({ learningRate: 0.001 })
 */
export function rmsProp(options: RmsPropOptions = {}): Optimizer {
  const { rho = 0.9, momentum = 0, epsilon = 1e-7, centered = false } = options;
  checkDecay('rmsProp', 'rho', rho);
  checkDecay('rmsProp', 'momentum', momentum);
  checkPositive('rmsProp', 'epsilon', epsilon);
  checkBooleans('rmsProp', options, 'centered');
  const mean = (old: Tensor, latest: Tensor): Tensor => add(mul(old, rho), mul(latest, 1 - rho));
  return defineOptimizer(
    {
      name: 'rmsProp',
      learningRate: 0.001,
      settings: { rho, momentum, epsilon, centered } satisfies Settings<RmsPropOptions>,
      slots: [
        'meanSquare',
        ...(centered ? (['mean'] as const) : []),
        ...(momentum > 0 ? (['momentum'] as const) : []),
      ],
      update({ value, gradient, slots, rate }) {
        const next = { ...slots, meanSquare: mean(slots.meanSquare, square(gradient)) };
        if (centered) next.mean = mean(slots.mean, gradient);
        // Rounding may bring the difference below 0.
        const spread = centered ? relu(sub(next.meanSquare, square(next.mean))) : next.meanSquare;
        let step = mul(mul(gradient, rate), rsqrt(add(spread, effectiveEpsilon(epsilon))));
        if (momentum > 0) step = next.momentum = add(mul(slots.momentum, momentum), step);
        return { value: sub(value, step), slots: next };
      },
    },
    options,
  );
}
