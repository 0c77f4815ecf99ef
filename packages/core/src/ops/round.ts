import { applyOne } from '../dispatch.js';
import type { Shape } from '../shape.js';
import type { Tensor } from '../tensor.js';
import { checkFloat } from './kinds/operands.js';
import { defineUnary } from './kinds/unary.js';

/** Round: halves to the even neighbour. */
export const roundKernel = defineUnary({ name: 'Round', op: 'round', compute: roundHalfToEven });

function roundHalfToEven(x: number): number {
  const below = Math.floor(x);
  const rest = x - below;
  if (rest !== 0.5) return rest < 0.5 ? below : Math.ceil(x);
  return below % 2 === 0 ? below : Math.ceil(x);
}

/**
 * Elementwise nearest whole number; halves go to the even neighbour. Its gradient is 0 everywhere.
 *
 * @param x - any shape; int32 is cast to float32
 * @throws DtypeError for bool
 * @example round(tensor([0.5, 1.5, 1.7])).arraySync() // [0, 2, 2]
 */
export function round<S extends Shape>(x: Tensor<S>): Tensor<S> {
  return applyOne(roundKernel, [checkFloat('round', x)], {}) as Tensor<S>;
}
