import { applyOne } from '../dispatch.js';
import { DtypeError, ShapeError } from '../errors.js';
import { defineKernel, type HostTensor, type TensorSpec } from '../kernel.js';
import { resolveAxis, showShape, sizeOf } from '../shape.js';
import type { ShapeOf, Tensor } from '../tensor.js';
import type { Checked, Concat, Ok } from '../types/shapes.js';
import { checkTensor } from './kinds/operands.js';
import { slice } from './slice.js';

/** Attributes of the Concat kernel. */
export type ConcatAttrs = { readonly axis: number };

/** Concat, of any number of inputs. */
export const concatKernel = defineKernel<ConcatAttrs>({
  name: 'Concat',
  op: 'concat',
  outputs: (inputs, { axis }) => {
    const { shape, dtype } = inputs[0] as TensorSpec;
    const total = inputs.reduce((sum, input) => sum + (input.shape[axis] as number), 0);
    return [{ shape: shape.map((n, i) => (i === axis ? total : n)), dtype }];
  },
  reference(inputs, [out], { axis }) {
    const { shape, values } = out as HostTensor;
    const row = sizeOf(shape.slice(axis));
    let start = 0;
    for (const input of inputs) {
      const part = sizeOf(input.shape.slice(axis));
      for (let i = 0; i * row < values.length; i++) {
        values.set(input.values.subarray(i * part, (i + 1) * part), i * row + start);
      }
      start += part;
    }
  },
  gradient: ([dy], { inputs, attrs: { axis } }) => {
    let start = 0;
    return inputs.map(({ shape }) => {
      const begin = shape.map((_, i) => (i === axis ? start : 0));
      start += shape[axis] as number;
      return slice(dy as Tensor, begin, shape);
    });
  },
});

type ShapesOf<L extends readonly Tensor[]> = { readonly [K in keyof L]: ShapeOf<L[K]> };

/**
 * Joins tensors along an axis.
 *
 * @param tensors - at least one; equal dtypes, and equal sizes but along `axis`
 * @param axis - default 0
 * @throws ShapeError when there is none or other sizes differ, DtypeError when dtypes differ
 * @example concat([tensor([1, 2]), tensor([3])]).arraySync() // [1, 2, 3]
 */
export function concat<const L extends readonly Tensor[], const Ax extends number = 0>(
  tensors: Checked<Concat<ShapesOf<L>, Ax>, ShapesOf<L>[number], 'concat', L>,
  axis?: Ax,
): Tensor<Ok<Concat<ShapesOf<L>, Ax>>> {
  const list = checkList('concat', tensors);
  const first = list[0] as Tensor;
  const resolved = resolveAxis('concat', axis ?? 0, first.rank);
  for (const [i, { shape }] of list.entries()) {
    const fits = shape.length === first.rank && shape.every((n, a) => a === resolved || n === first.shape[a]);
    if (fits) continue;
    throw new ShapeError(
      `concat: tensors[0] is ${showShape(first.shape)}, tensors[${i}] is ${showShape(shape)}; they may differ along axis ${resolved} only`,
    );
  }
  return applyOne(concatKernel, list, { axis: resolved }) as Tensor<Ok<Concat<ShapesOf<L>, Ax>>>;
}

/**
 * Checks a list of tensors of one dtype.
 * @throws ShapeError when it is empty, DtypeError
 */
export function checkList(op: string, tensors: unknown): Tensor[] {
  const list = Array.isArray(tensors) ? tensors.map((x, i) => checkTensor(op, x, `tensors[${i}]`)) : [];
  const [first] = list;
  if (!first) throw new ShapeError(`${op}: expects a list of at least one tensor`);
  const other = list.findIndex(({ dtype }) => dtype !== first.dtype);
  if (other < 0) return list;
  throw new DtypeError(`${op}: tensors[0] is ${first.dtype}, tensors[${other}] is ${list[other]?.dtype}`, {
    fix: `cast one: cast(x, '${first.dtype}')`,
  });
}
