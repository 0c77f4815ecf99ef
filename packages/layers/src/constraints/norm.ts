import { describeValue, type Tensor, ValueError } from '@descent/core';

/** ‖w‖ along axes, which stay with size 1. */
export function normOf(w: Tensor, axis: number | readonly number[]): Tensor {
  return w
    .square()
    .sum(axis as number, { keepDims: true })
    .sqrt();
}

/**
 * Checks a norm.
 * @throws ValueError unless it is a finite number > 0
 */
export function checkNorm(constraint: string, name: string, norm: number): void {
  if (typeof norm === 'number' && Number.isFinite(norm) && norm > 0) return;
  throw new ValueError(`${constraint}: ${name} must be a finite number > 0, got ${describeValue(norm)}`);
}
