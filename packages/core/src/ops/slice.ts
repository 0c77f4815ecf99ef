import { describeValue } from '../describe-value.js';
import { applyOne } from '../dispatch.js';
import { ShapeError } from '../errors.js';
import { defineKernel, type HostTensor, type TensorSpec } from '../kernel.js';
import { type Shape, showShape, stridesOf } from '../shape.js';
import type { Tensor } from '../tensor.js';
import { copyStrided } from './kinds/copy-strided.js';
import { checkTensor } from './kinds/operands.js';
import { pad } from './pad.js';

/** Attributes of the Slice kernel. */
export type SliceAttrs = { readonly begin: readonly number[]; readonly size: readonly number[] };

/** Slice. */
export const sliceKernel = defineKernel<SliceAttrs>({
  name: 'Slice',
  op: 'slice',
  outputs: ([x], { size }) => [{ shape: size, dtype: (x as TensorSpec).dtype }],
  reference([x], [out], { begin }) {
    const { shape, values } = x as HostTensor;
    const strides = stridesOf(shape);
    const offset = begin.reduce((sum, at, axis) => sum + at * (strides[axis] as number), 0);
    copyStrided(values, offset, strides, out as HostTensor);
  },
  gradient: ([dy], { inputs: [x], attrs: { begin, size } }) => {
    const { shape } = x as Tensor;
    return [
      pad(
        dy as Tensor,
        shape.map((n, i) => [begin[i] as number, n - (begin[i] as number) - (size[i] as number)] as const),
      ),
    ];
  },
});

/**
 * A rectangular part: `size` elements from `begin` on, along each axis.
 *
 * @param begin - one index for the first axis, or one per axis; negative ones count from the end; axes left out
 * are kept whole
 * @param size - as `begin`; −1 (and axes left out) goes to the end
 * @throws ShapeError E_INDEX when the part does not lie inside x
 * @example slice(tensor([1, 2, 3, 4]), 1, 2).arraySync() // [2, 3]
 */
export function slice(
  x: Tensor,
  begin: number | readonly number[],
  size: number | readonly number[] = [],
): Tensor {
  const given = checkTensor('slice', x);
  const attrs = resolvePart(given.shape, listOf(begin), listOf(size));
  return applyOne(sliceKernel, [given], attrs);
}

function listOf(value: number | readonly number[]): readonly number[] {
  return typeof value === 'number' ? [value] : value;
}

function resolvePart(shape: Shape, begin: readonly number[], size: readonly number[]): SliceAttrs {
  if (begin.length > shape.length || size.length > shape.length) {
    throw new ShapeError(
      `slice: begin ${showShape(begin)} and size ${showShape(size)} name more axes than ${showShape(shape)} has`,
    );
  }
  const starts = shape.map((n, axis) => {
    const at = begin[axis] ?? 0;
    return at < 0 ? at + n : at;
  });
  const sizes = shape.map((n, axis) => {
    const count = size[axis] ?? -1;
    return count === -1 ? n - (starts[axis] as number) : count;
  });
  shape.forEach((n, axis) => {
    const [at, count] = [starts[axis] as number, sizes[axis] as number];
    if (Number.isInteger(at) && Number.isInteger(count) && at >= 0 && count >= 0 && at + count <= n) return;
    throw new ShapeError(
      `slice: begin ${describeValue(begin[axis] ?? 0)} with size ${describeValue(size[axis] ?? -1)} does not lie inside axis ${axis} of ${showShape(shape)}`,
      { code: 'E_INDEX', fix: 'a size of -1 goes to the end of the axis' },
    );
  });
  return { begin: starts, size: sizes };
}
