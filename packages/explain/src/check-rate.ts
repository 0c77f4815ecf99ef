import { describeValue, ValueError } from '@descent/core';

/**
 * Checks a learning rate.
 * @throws ValueError unless it is finite and not negative
 */
export function checkRate(op: string, rate: unknown): void {
  if (typeof rate === 'number' && Number.isFinite(rate) && rate >= 0) return;
  throw new ValueError(`${op}: learningRate must be a finite number ≥ 0, got ${describeValue(rate)}`);
}
