import { expm1, mul, neg, type Tensor } from '@descent/core';

/**
 * 1 − βᵗ: what a moving average that began at 0 has seen after t steps. As −(e^(t ln β) − 1), since the difference
 * would lose four digits in float32.
 */
export function seenBy(beta: number, step: Tensor): Tensor {
  return neg(expm1(mul(step, Math.log(beta))));
}
