import { ShapeError } from '../errors.js';
import { resolveAxes, showShape } from '../shape.js';
import type { Tensor } from '../tensor.js';
import { checkTensor } from './kinds/operands.js';
import { reshape } from './reshape.js';

/**
 * Drops axes of size 1. Copies nothing.
 *
 * @param axis - which; default: all of size 1
 * @throws ShapeError when a named axis has another size, E_AXIS when it is outside x
 * @example squeeze(ones([1, 3, 1])).shape // [3]
 */
export function squeeze(x: Tensor, axis?: number | readonly number[]): Tensor {
  const { shape } = checkTensor('squeeze', x);
  const named =
    axis === undefined
      ? shape.flatMap((n, i) => (n === 1 ? [i] : []))
      : resolveAxes('squeeze', axis, shape.length);
  const other = named.find((i) => shape[i] !== 1);
  if (other !== undefined)
    throw new ShapeError(`squeeze: axis ${other} of ${showShape(shape)} has size ${shape[other]}, not 1`);
  return reshape(
    x,
    shape.filter((_, i) => !named.includes(i)),
  ) as Tensor;
}
