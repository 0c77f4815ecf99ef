import { abs, describeValue, minimum, mul, sub, type Tensor, ValueError } from '@descent/core';
import { checkOptions } from './check-options.js';
import type { DefinedLoss } from './loss.js';
import { pairLoss } from './pair-loss.js';

/**
 * Huber loss, squared for small errors and straight for large ones: mean of ½ e² where |e| ≤ δ, else δ |e| − ½ δ²,
 * with e = p − t.
 *
 * @param options - `delta`: where it becomes straight, > 0; default 1, as in Keras
 * @returns a loss of predictions and targets of one shape
 * @throws ValueError for another delta; ShapeError from the loss, when the shapes differ
 * @example huber({ delta: 1 })(tensor([1, 2]), tensor([1, 4])).item() // 0.75
 * @see Huber, Robust estimation of a location parameter, 1964
 */
export function huber(options: { readonly delta?: number } = {}): DefinedLoss {
  const { delta = 1 } = checkOptions('huber', options, ['delta']);
  if (!(Number.isFinite(delta) && delta > 0))
    throw new ValueError(`huber: delta must be a finite number > 0, got ${describeValue(delta)}`);
  const values = (p: Tensor, t: Tensor): Tensor => {
    const distance = abs(sub(p, t));
    const near = minimum(distance, delta);
    return near
      .square()
      .mul(0.5)
      .add(mul(sub(distance, near), delta));
  };
  return pairLoss('huber', values, { delta });
}
