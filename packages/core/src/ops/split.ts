import { ShapeError } from '../errors.js';
import { checkWhole, resolveAxis, showShape } from '../shape.js';
import type { Tensor } from '../tensor.js';
import { checkTensor } from './kinds/operands.js';
import { slice } from './slice.js';

/**
 * Cuts a tensor along an axis.
 *
 * @param parts - number of equal parts, or the size of each
 * @param axis - default 0
 * @throws ShapeError when the sizes do not add up to the axis, E_AXIS; ValueError
 * @example split(tensor([1, 2, 3, 4]), 2).map((x) => x.arraySync()) // [[1, 2], [3, 4]]
 */
export function split(x: Tensor, parts: number | readonly number[], axis = 0): Tensor[] {
  const { shape } = checkTensor('split', x);
  const at = resolveAxis('split', axis, shape.length);
  const total = shape[at] as number;
  const sizes = typeof parts === 'number' ? equalParts(total, parts) : parts;
  for (const size of sizes) checkWhole('split', 'sizes', size, 0);
  if (sizes.length === 0 || sizes.reduce((a, b) => a + b, 0) !== total) {
    throw new ShapeError(
      `split: parts ${showShape(sizes)} do not add up to axis ${at} of ${showShape(shape)}`,
    );
  }
  let start = 0;
  return sizes.map((size) => {
    const begin = shape.map((_, i) => (i === at ? start : 0));
    start += size;
    return slice(
      x,
      begin,
      shape.map((n, i) => (i === at ? size : n)),
    );
  });
}

function equalParts(total: number, count: number): number[] {
  checkWhole('split', 'parts', count);
  if (total % count === 0) return new Array<number>(count).fill(total / count);
  throw new ShapeError(`split: an axis of size ${total} has no ${count} equal parts`);
}
