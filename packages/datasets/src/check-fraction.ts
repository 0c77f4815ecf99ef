import { describeValue, ValueError } from '@descent/core';

/** @throws ValueError for a share outside (0, 1) */
export function checkFraction(op: string, fraction: number, name = 'fraction'): void {
  if (typeof fraction === 'number' && fraction > 0 && fraction < 1) return;
  throw new ValueError(`${op}: ${name} must lie in (0, 1), got ${describeValue(fraction)}`, {
    fix: 'give the share of the first part, such as 0.8',
  });
}
