import { describeValue, ValueError } from '@descent/core';

/**
 * Checks a slope or level of an activation.
 * @throws ValueError unless it is a finite number >= 0
 */
export function checkLevel(layer: string, name: string, value: number): void {
  if (Number.isFinite(value) && value >= 0) return;
  throw new ValueError(`${layer}: ${name} must be a finite number >= 0, got ${describeValue(value)}`);
}
