import { checkWhole, describeValue, ValueError } from '@descent/core';

/** Points along each axis of a picture: one number, or [across, up]. */
export type Resolution = number | readonly [across: number, up: number];

/**
 * Points across and up.
 * @throws ValueError unless they are whole numbers ≥ 1
 */
export function resolutionOf(op: string, resolution: Resolution): readonly [across: number, up: number] {
  const pair = typeof resolution === 'number' ? [resolution, resolution] : resolution;
  if (!Array.isArray(pair) || pair.length !== 2) {
    throw new ValueError(
      `${op}: resolution must be a number or [across, up], got ${describeValue(resolution)}`,
    );
  }
  for (const count of pair) checkWhole(op, 'resolution', count);
  return pair as unknown as readonly [number, number];
}
