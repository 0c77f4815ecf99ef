import { resolveAxes, resolveAxis, type Shape, ValueError } from '@descent/core';

/**
 * An axis of an example as one of its batch, from 1 on.
 * @throws ShapeError for an axis outside, ValueError for the batch axis
 */
export function exampleAxis(layer: string, axis: number, inputShape: Shape): number {
  const resolved = resolveAxis(layer, axis, inputShape.length + 1);
  if (resolved > 0) return resolved;
  throw batchAxis(layer, axis);
}

/**
 * Axes of an example as those of its batch, from 1 on, in order.
 * @throws ShapeError for an axis outside or named twice, ValueError for the batch axis
 */
export function exampleAxes(layer: string, axes: number | readonly number[], inputShape: Shape): number[] {
  const rank = inputShape.length + 1;
  const resolved = resolveAxes(layer, axes, rank);
  if (resolved[0] !== 0) return resolved;
  throw batchAxis(layer, [axes].flat().includes(0) ? 0 : -rank);
}

function batchAxis(layer: string, axis: number): ValueError {
  return new ValueError(`${layer}: axis ${axis} is the batch`, {
    fix: 'choose an axis from 1 on, or −1 for the last',
  });
}
