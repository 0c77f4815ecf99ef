import { describeValue, ValueError } from '@descent/core';

/**
 * Checks a number of a loss, a metric or a penalty.
 * @throws ValueError unless it is finite, and from `low` to `high`
 */
export function checkWithin(
  op: string,
  name: string,
  value: number,
  low = Number.NEGATIVE_INFINITY,
  high = Number.POSITIVE_INFINITY,
): void {
  if (Number.isFinite(value) && value >= low && value <= high) return;
  const least = low === Number.NEGATIVE_INFINITY ? '' : ` >= ${low}`;
  const range = high === Number.POSITIVE_INFINITY ? `finite number${least}` : `number from ${low} to ${high}`;
  throw new ValueError(`${op}: ${name} must be a ${range}, got ${describeValue(value)}`);
}
