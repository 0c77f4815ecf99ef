import { ShapeError } from '../errors.js';
import { scope } from '../scope.js';
import { checkShape, type Shape, sameShape, showShape } from '../shape.js';
import type { Tensor } from '../tensor.js';
import { checkTensor } from './kinds/operands.js';
import { sameValues } from './kinds/same-values.js';
import { reshape } from './reshape.js';
import { tile } from './tile.js';

/**
 * Stretches axes of size 1, and adds axes in front, until the shape is `shape`.
 *
 * @throws ShapeError when x does not broadcast to it
 * @example broadcastTo(tensor([1, 2]), [3, 2]).arraySync() // [[1, 2], [1, 2], [1, 2]]
 */
export function broadcastTo<const S extends Shape>(x: Tensor, shape: S): Tensor<S> {
  const given = checkTensor('broadcastTo', x);
  checkShape('broadcastTo', shape);
  if (sameShape(given.shape, shape)) return sameValues('broadcastTo', given) as Tensor<S>;
  const added = shape.length - given.rank;
  if (added < 0 || given.shape.some((n, i) => n !== 1 && n !== shape[added + i])) {
    throw new ShapeError(`broadcastTo: ${showShape(given.shape)} does not broadcast to ${showShape(shape)}`, {
      fix: 'aligned from the last axis, sizes of x must be 1 or as wanted: reshape it',
    });
  }
  const aligned = [...new Array<number>(added).fill(1), ...given.shape];
  const reps = shape.map((n, i) => (aligned[i] === n ? 1 : n));
  return scope(() => tile(reshape(given, aligned), reps)) as Tensor<S>;
}
