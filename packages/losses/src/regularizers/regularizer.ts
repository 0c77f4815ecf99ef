import { describeValue, type Tensor, ValueError } from '@descent/core';

/** A penalty: a scalar from a parameter's value, added to the loss. */
export type Regularizer = (parameter: Tensor) => Tensor;

/**
 * Checks a penalty's factor.
 * @throws ValueError unless it is finite and ≥ 0
 */
export function checkStrength(op: string, strength: number): number {
  if (Number.isFinite(strength) && strength >= 0) return strength;
  throw new ValueError(`${op}: strength must be a finite number >= 0, got ${describeValue(strength)}`);
}
