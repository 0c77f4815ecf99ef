import { resolveAxis } from '../shape.js';
import type { Tensor } from '../tensor.js';
import { checkTensor } from './kinds/operands.js';
import { reshape } from './reshape.js';

/**
 * Adds an axis of size 1. Copies nothing.
 *
 * @param axis - where it stands in the result; default 0
 * @throws ShapeError E_AXIS when it is outside the result
 * @example expandDims(ones([3]), -1).shape // [3, 1]
 */
export function expandDims(x: Tensor, axis = 0): Tensor {
  const { shape } = checkTensor('expandDims', x);
  const at = resolveAxis('expandDims', axis, shape.length + 1);
  return reshape(x, [...shape.slice(0, at), 1, ...shape.slice(at)]) as Tensor;
}
