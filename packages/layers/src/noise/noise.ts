import { describeValue, div, mul, type Rng, type Shape, type Tensor, ValueError } from '@descent/core';
import type { CallContext } from '../layer.js';

/**
 * Checks the share of values that a layer drops.
 * @throws ValueError unless it lies in [0, 1)
 */
export function checkRate(layer: string, rate: number): void {
  if (rate >= 0 && rate < 1) return;
  throw new ValueError(`${layer}: rate must lie in [0, 1), got ${describeValue(rate)}`);
}

/**
 * What a layer does that changes values at random while training, and only then.
 * @throws ValueError, when called, where training has no source of random numbers
 */
export function whileTraining(
  layer: string,
  change: (x: Tensor, rng: Rng) => Tensor,
): (x: Tensor, context: CallContext) => Tensor {
  return (x, { training, rng }) => {
    if (!training) return x;
    if (rng) return change(x, rng);
    throw new ValueError(`${layer}: training needs a source of random numbers`, {
      fix: 'pass { training: true, rng: new Rng(seed) }',
    });
  };
}

/** Sets values to 0 with probability `rate`, together where `shape` has size 1, and divides the rest by 1 − rate. */
export function drop(x: Tensor, rng: Rng, rate: number, shape: Shape): Tensor {
  return div(mul(x, rng.bernoulli(shape, 1 - rate).cast('float32')), 1 - rate) as Tensor;
}
