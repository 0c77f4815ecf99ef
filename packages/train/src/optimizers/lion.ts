import { add, mul, sign, sub, type Tensor } from '@descent/core';
import { checkDecay } from './check-options.js';
import type { CommonOptions, Settings } from './common-options.js';
import { defineOptimizer, type Optimizer } from './optimizer.js';

/** Options of {@link lion}; the default learning rate is 0.001. */
export interface LionOptions extends CommonOptions {
  /** Share of the momentum in the direction of a step, in [0, 1). Default 0.9. */
  readonly beta1?: number;
  /** Decay of the momentum, in [0, 1). Default 0.99. */
  readonly beta2?: number;
}

/**
 * Lion: w ← w − η sign(β₁ m + (1 − β₁) g), then m ← β₂ m + (1 − β₂) g. Every value moves by η, so η is 3 to 10 times
 * smaller than Adam's, and weight decay as much larger. As in Keras.
 *
 * @throws ValueError for options out of range
 * @see Chen et al., Symbolic discovery of optimization algorithms, arXiv:2302.06675, program 1
 * @example lion({ learningRate: 0.0001, weightDecay: 0.01 })
 */
export function lion(options: LionOptions = {}): Optimizer {
  const { beta1 = 0.9, beta2 = 0.99 } = options;
  checkDecay('lion', 'beta1', beta1);
  checkDecay('lion', 'beta2', beta2);
  const mean = (m: Tensor, gradient: Tensor, beta: number): Tensor =>
    add(mul(m, beta), mul(gradient, 1 - beta));
  return defineOptimizer(
    {
      name: 'lion',
      learningRate: 0.001,
      settings: { beta1, beta2 } satisfies Settings<LionOptions>,
      slots: ['m'],
      update({ value, gradient, slots, rate }) {
        const direction = sign(mean(slots.m, gradient, beta1));
        return { value: sub(value, mul(direction, rate)), slots: { m: mean(slots.m, gradient, beta2) } };
      },
    },
    options,
  );
}
