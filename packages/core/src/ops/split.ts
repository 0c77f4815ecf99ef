import { ShapeError } from '../errors.js';
import { checkWhole, resolveAxis, showShape } from '../shape.js';
import type { Tensor } from '../tensor.js';
import { checkTensor } from './kinds/operands.js';
import { slice } from './slice.js';

/**
 * Cuts a tensor along an axis.
 *
 * @param parts - number of equal parts, at most one per element, or the size of each
 * @param axis - default 0
 * @throws ShapeError when the sizes do not add up to the axis, E_AXIS; ValueError
 * @example split(tensor([1, 2, 3, 4]), 2).map((x) => x.arraySync()) // [[1, 2], [3, 4]]
 */
export function split(x: Tensor, parts: number | readonly number[], axis = 0): Tensor[] {
  const { shape } = checkTensor('split', x);
  const at = resolveAxis('split', axis, shape.length);
  const total = shape[at] as number;
  const sizes = Array.isArray(parts) ? parts : equalParts(total, parts as number);
  for (const size of sizes) checkWhole('split', 'sizes', size, 0);
  const sum = sizes.reduce((a, b) => a + b, 0);
  if (sizes.length === 0 || sum !== total) {
    throw new ShapeError(
      `split: parts ${showShape(sizes)} add up to ${sum}, axis ${at} of ${showShape(shape)} has ${total}`,
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
  if (total % count === 0 && count <= Math.max(1, total)) return new Array<number>(count).fill(total / count);
  throw new ShapeError(`split: an axis of size ${total} has no ${count} equal parts`, {
    fix: 'give the size of each part: split(x, [first, second, …])',
  });
}
