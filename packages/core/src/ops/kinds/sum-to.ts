import { type Shape, sameShape } from '../../shape.js';
import type { Tensor } from '../../tensor.js';
import { reshape } from '../reshape.js';
import { sum } from '../sum.js';

/** Undoes broadcasting: sums a gradient over the axes along which an operand of `shape` was stretched. */
export function sumTo(x: Tensor, shape: Shape): Tensor {
  if (sameShape(x.shape, shape)) return x;
  const added = x.rank - shape.length;
  const stretched = x.shape.flatMap((n, axis) =>
    axis < added || (shape[axis - added] === 1 && n !== 1) ? [axis] : [],
  );
  return reshape(stretched.length === 0 ? x : sum(x, stretched), shape);
}
