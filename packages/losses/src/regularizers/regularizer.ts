import { abs, mul, relu, sign, sub, type Tensor } from '@descent/core';

/** A penalty: a scalar from a parameter's value, added to the loss. */
export interface Regularizer {
  (parameter: Tensor): Tensor;
  /**
   * The value after a step of the penalty alone: arg min over v of rate · penalty(v) + ½ |v − value|². A training step
   * that calls this after its update, with its learning rate, leaves the penalty's own gradient out of the update, as
   * `fit` does: small weights then become 0 exactly, where a gradient of fixed size only jumps to and fro.
   * @see Parikh and Boyd, Proximal algorithms, 2014
   */
  readonly proximal?: (value: Tensor, rate: Tensor | number) => Tensor;
}

/** Moves each element towards 0 by rate · strength, and no farther: sign(x) · max(|x| − rate · strength, 0). */
export function softThreshold(value: Tensor, rate: Tensor | number, strength: number): Tensor {
  return mul(sign(value), relu(sub(abs(value), scaled(rate, strength)) as Tensor)) as Tensor;
}

/** rate · factor, a number where the rate is one. */
export function scaled(rate: Tensor | number, factor: number): Tensor | number {
  return typeof rate === 'number' ? rate * factor : (mul(rate, factor) as Tensor);
}
