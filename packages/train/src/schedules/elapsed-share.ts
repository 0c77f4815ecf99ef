import { clip, div, type Tensor } from '@descent/core';

/** Share of `steps` that is over, at most 1. */
export function elapsedShare(step: Tensor, steps: number): Tensor {
  return clip(div(step, steps), 0, 1);
}
