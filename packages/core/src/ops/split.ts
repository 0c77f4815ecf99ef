import { applyKernel } from '../dispatch.js';
import { ShapeError } from '../errors.js';
import { defineKernel, type HostTensor, type TensorSpec } from '../kernel.js';
import { checkWhole, resolveAxis, showShape, sizeOf } from '../shape.js';
import type { Tensor } from '../tensor.js';
import { concat } from './concat.js';
import { checkTensor } from './kinds/operands.js';

/** Attributes of the SplitV kernel: the size of each part along the axis. */
export type SplitAttrs = { readonly numOrSizeSplits: readonly number[]; readonly axis: number };

/** SplitV. The gradient joins those of the parts, which slices would each pad to the whole. */
export const splitKernel = defineKernel<SplitAttrs>({
  name: 'SplitV',
  op: 'split',
  outputs: ([x], { numOrSizeSplits, axis }) => {
    const { shape, dtype } = x as TensorSpec;
    return numOrSizeSplits.map((size) => ({ shape: shape.with(axis, size), dtype }));
  },
  reference([x], parts, { axis }) {
    const { shape, values } = x as HostTensor;
    const row = sizeOf(shape.slice(axis));
    let start = 0;
    for (const part of parts) {
      const run = sizeOf(part.shape.slice(axis));
      for (let i = 0; i * run < part.values.length; i++) {
        part.values.set(values.subarray(i * row + start, i * row + start + run), i * run);
      }
      start += run;
    }
  },
  gradient: (gradients, { attrs: { axis } }) => [concat(gradients as never, axis) as Tensor],
});

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
  return applyKernel(splitKernel, [x], { numOrSizeSplits: sizes, axis: at });
}

function equalParts(total: number, count: number): number[] {
  checkWhole('split', 'parts', count);
  if (total % count === 0 && count <= Math.max(1, total)) return new Array<number>(count).fill(total / count);
  throw new ShapeError(`split: an axis of size ${total} has no ${count} equal parts`, {
    fix: 'give the size of each part: split(x, [first, second, …])',
  });
}
