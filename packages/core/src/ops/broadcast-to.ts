import { ShapeError } from '../errors.js';
import { broadcastShapes, checkShape, type Shape, sameShape, showShape } from '../shape.js';
import type { Tensor } from '../tensor.js';
import { add } from './add.js';
import { checkNumeric } from './kinds/operands.js';
import { zeros } from './zeros.js';

/**
 * Stretches axes of size 1, and adds axes in front, until the shape is `shape`.
 *
 * @throws ShapeError when x does not broadcast to it, DtypeError for bool
 * @example broadcastTo(tensor([1, 2]), [3, 2]).arraySync() // [[1, 2], [1, 2], [1, 2]]
 */
export function broadcastTo<const S extends Shape>(x: Tensor, shape: S): Tensor<S> {
  const given = checkNumeric('broadcastTo', x);
  checkShape('broadcastTo', shape);
  if (sameShape(given.shape, shape)) return given as Tensor<S>;
  if (!sameShape(broadcastShapes('broadcastTo', given.shape, shape), shape)) {
    throw new ShapeError(`broadcastTo: ${showShape(given.shape)} does not broadcast to ${showShape(shape)}`);
  }
  return add(given, zeros(shape, given.dtype)) as Tensor<S>;
}
