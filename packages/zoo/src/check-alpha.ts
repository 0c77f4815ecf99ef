import { describeValue, ValueError } from '@descent/core';

/**
 * Checks how wide a net is, as a share of the paper's.
 * @throws ValueError unless the share is > 0
 */
export function checkAlpha(op: string, alpha: number): void {
  if (typeof alpha === 'number' && alpha > 0 && alpha < Number.POSITIVE_INFINITY) return;
  throw new ValueError(`${op}: alpha must be a finite number > 0, got ${describeValue(alpha)}`, {
    fix: 'trained weights are of 0.25, 0.5, 0.75 or 1, of MobileNetV2 also 0.35, 1.3 and 1.4',
  });
}
