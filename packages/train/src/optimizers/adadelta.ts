import { add, div, effectiveEpsilon, mul, sqrt, square, sub, type Tensor } from '@descent/core';
import { checkDecay, checkPositive } from './check-options.js';
import type { CommonOptions, Settings } from './common-options.js';
import { defineOptimizer, type Optimizer } from './optimizer.js';

/** Options of {@link adadelta}; the default learning rate is 0.001, as in Keras, and 1 in the paper. */
export interface AdadeltaOptions extends CommonOptions {
  /** Decay of both mean squares, in [0, 1). Default 0.95. */
  readonly rho?: number;
  /** Added under both roots. Default 1e-7. */
  readonly epsilon?: number;
}

/**
 * Adadelta: s ← ρ s + (1 − ρ) g², Δ = g √(d + ε) / √(s + ε), d ← ρ d + (1 − ρ) Δ², w ← w − η Δ. Steps have the unit of
 * the parameters. As in Keras and, but for the defaults, PyTorch.
 *
 * @throws ValueError for options out of range
 * @see Zeiler, Adadelta: an adaptive learning rate method, arXiv:1212.5701, algorithm 1
 * @example adadelta({ learningRate: 1 })
 */
export function adadelta(options: AdadeltaOptions = {}): Optimizer {
  const { rho = 0.95, epsilon = 1e-7 } = options;
  checkDecay('adadelta', 'rho', rho);
  checkPositive('adadelta', 'epsilon', epsilon);
  const mean = (old: Tensor, latest: Tensor): Tensor => add(mul(old, rho), mul(square(latest), 1 - rho));
  return defineOptimizer(
    {
      name: 'adadelta',
      learningRate: 0.001,
      settings: { rho, epsilon } satisfies Settings<AdadeltaOptions>,
      slots: ['meanSquare', 'meanChange'],
      update({ value, gradient, slots, rate }) {
        const meanSquare = mean(slots.meanSquare, gradient);
        const least = effectiveEpsilon(epsilon);
        const ratio = div(sqrt(add(slots.meanChange, least)), sqrt(add(meanSquare, least)));
        const change = mul(gradient, ratio);
        return {
          value: sub(value, mul(change, rate)),
          slots: { meanSquare, meanChange: mean(slots.meanChange, change) },
        };
      },
    },
    options,
  );
}
