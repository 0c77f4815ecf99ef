import { add, effectiveEpsilon, mul, rsqrt, sizeOf, square, sub } from '@descent/core';
import { checkPositive, checkRate } from './check-options.js';
import type { CommonOptions, Settings } from './common-options.js';
import { defineOptimizer, type Optimizer } from './optimizer.js';

/** Options of {@link adagrad}; the default learning rate is 0.001. */
export interface AdagradOptions extends CommonOptions {
  /** What the sum of squares starts with. Default 0.1, as in Keras; 0 in PyTorch. */
  readonly initialAccumulator?: number;
  /** Added under the root. Default 1e-7. */
  readonly epsilon?: number;
}

/**
 * Adagrad: s ← s + g², w ← w − η g / √(s + ε). Each value's steps get shorter as its gradients add up. As in Keras;
 * PyTorch adds ε to the root.
 *
 * @throws ValueError for options out of range
 * @see Duchi, Hazan and Singer, Adaptive subgradient methods for online learning and stochastic optimization, JMLR 2011
 * @example adagrad({ learningRate: 0.1 })
 */
export function adagrad(options: AdagradOptions = {}): Optimizer {
  const { initialAccumulator = 0.1, epsilon = 1e-7 } = options;
  checkRate('adagrad', 'initialAccumulator', initialAccumulator);
  checkPositive('adagrad', 'epsilon', epsilon);
  return defineOptimizer(
    {
      name: 'adagrad',
      learningRate: 0.001,
      settings: { initialAccumulator, epsilon } satisfies Settings<AdagradOptions>,
      slots: ['squares'],
      starts: {
        squares: (shape) => ({ shape, values: new Float32Array(sizeOf(shape)).fill(initialAccumulator) }),
      },
      update({ value, gradient, slots, rate }) {
        const squares = add(slots.squares, square(gradient));
        return {
          value: sub(value, mul(mul(gradient, rate), rsqrt(add(squares, effectiveEpsilon(epsilon))))),
          slots: { squares },
        };
      },
    },
    options,
  );
}
