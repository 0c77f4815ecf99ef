import { type Shape, sizeOf } from '../../shape.js';

/**
 * Calls `visit` for every lane along an axis: its number in row-major order of the other axes, the flat index of
 * its first element, the distance of its elements, and their count.
 */
export function forEachLane(
  shape: Shape,
  axis: number,
  visit: (lane: number, offset: number, stride: number, count: number) => void,
): void {
  const count = shape[axis] as number;
  const stride = sizeOf(shape.slice(axis + 1));
  const outer = sizeOf(shape.slice(0, axis));
  for (let i = 0; i < outer; i++) {
    for (let k = 0; k < stride; k++) visit(i * stride + k, i * count * stride + k, stride, count);
  }
}
