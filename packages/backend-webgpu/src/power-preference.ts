import { describeValue, ValueError } from '@descent/core';

const preferences: readonly unknown[] = ['high-performance', 'low-power'];

/**
 * Checks which GPU of several is asked for.
 * @throws ValueError for what WebGPU does not know
 * @example checkPowerPreference('webgpu', 'low-power')
 */
export function checkPowerPreference(of: string, value: unknown): void {
  if (preferences.includes(value)) return;
  throw new ValueError(
    `${of}: powerPreference must be 'high-performance' or 'low-power', got ${describeValue(value)}`,
  );
}
