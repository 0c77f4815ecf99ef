import { describeValue, ValueError } from '@descent/core';

/**
 * Checks a decay factor such as momentum or beta.
 * @throws ValueError unless it lies in [0, 1)
 */
export function checkDecay(op: string, name: string, value: number): number {
  if (typeof value === 'number' && value >= 0 && value < 1) return value;
  throw new ValueError(`${op}: ${name} must lie in [0, 1), got ${describeValue(value)}`);
}

/**
 * Checks a number such as a learning rate.
 * @throws ValueError unless float32 can hold it and it is >= 0
 */
export function checkRate(op: string, name: string, value: unknown): number {
  if (typeof value === 'number' && value >= 0 && Number.isFinite(Math.fround(value))) return value;
  throw new ValueError(`${op}: ${name} must be a finite number >= 0, got ${describeValue(value)}`);
}

/**
 * Checks a number such as an epsilon.
 * @throws ValueError unless float32 can hold it and it is > 0
 */
export function checkPositive(op: string, name: string, value: unknown): number {
  if (typeof value === 'number' && value > 0 && Number.isFinite(Math.fround(value))) return value;
  throw new ValueError(`${op}: ${name} must be a finite number > 0, got ${describeValue(value)}`);
}
