import { scope } from '../../scope.js';
import type { Tensor } from '../../tensor.js';
import { transpose } from '../transpose.js';

/** Applies `f`, which works on the last axis and keeps the shape, along another axis. */
export function alongLast(x: Tensor, axis: number, f: (x: Tensor) => Tensor): Tensor {
  const last = x.rank - 1;
  if (axis === last) return f(x);
  const swap = x.shape.map((_, i) => (i === axis ? last : i === last ? axis : i));
  return scope(() => transpose(f(transpose(x, swap)), swap));
}
