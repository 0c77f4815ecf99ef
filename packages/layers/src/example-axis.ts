import { resolveAxis, type Shape, ValueError } from '@descent/core';

/**
 * An axis of an example as one of its batch, from 1 on.
 * @throws ShapeError for an axis outside, ValueError for the batch axis
 */
export function exampleAxis(layer: string, axis: number, inputShape: Shape): number {
  const resolved = resolveAxis(layer, axis, inputShape.length + 1);
  if (resolved > 0) return resolved;
  throw new ValueError(`${layer}: axis ${axis} is the batch`, {
    fix: 'choose an axis from 1 on, or −1 for the last',
  });
}
