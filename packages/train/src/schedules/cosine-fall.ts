import { add, cos, mul, type Tensor } from '@descent/core';

/** From 1 down to 0 along half a cosine wave while `share` goes from 0 to 1. */
export function cosineFall(share: Tensor): Tensor {
  return mul(add(cos(mul(share, Math.PI)), 1), 0.5);
}
