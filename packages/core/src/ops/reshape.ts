import { applyOne } from '../dispatch.js';
import { ShapeError } from '../errors.js';
import { type Attrs, defineKernel } from '../kernel.js';
import { checkShape, type Shape, showShape, sizeOf } from '../shape.js';
import type { Tensor } from '../tensor.js';
import type { Checked, Ok, Reshape } from '../types/shapes.js';
import { checkTensor } from './kinds/operands.js';

/** Attributes of the Reshape kernel. */
export type ReshapeAttrs = { readonly shape: readonly number[] };

/** Reshape: the output is the input's buffer under another shape. */
export const reshapeKernel = defineKernel<ReshapeAttrs>({
  name: 'Reshape',
  op: 'reshape',
  alias: true,
  outputs: ([x], { shape }) => [{ shape, dtype: (x as Tensor).dtype }],
  reference: ([x], [out]) => out?.values.set(x?.values ?? []),
  gradient: ([dy], { inputs: [x] }) => [reshape(dy as Tensor, (x as Tensor).shape)],
});

/**
 * The same values in another shape, row-major. Copies nothing.
 *
 * @param shape - one size may be −1: it is worked out from the others
 * @throws ShapeError when the element counts differ, or −1 stands twice or beside a 0
 * @example reshape(tensor([1, 2, 3, 4]), [2, -1]).shape // [2, 2]
 */
export function reshape<A extends Shape, const T extends Shape>(
  x: Tensor<A>,
  shape: Checked<Reshape<A, T>, A, 'reshape', T>,
): Tensor<Ok<Reshape<A, T>>> {
  const given = checkTensor('reshape', x);
  const target = resolveShape(given.shape, shape as Shape);
  return applyOne(reshapeKernel, [given], { shape: target } satisfies Attrs) as Tensor<Ok<Reshape<A, T>>>;
}

/**
 * The sizes that a reshape asks for, with a −1 worked out.
 *
 * @throws ShapeError as {@link reshape} does
 * @example resolveShape([6, 4], [-1, 8]) // [3, 8]
 */
export function resolveShape(from: Shape, to: Shape): Shape {
  const free = Array.isArray(to) ? to.filter((n) => n === -1).length : 0;
  const known = free === 0 ? to : to.map((n) => (n === -1 ? 1 : n));
  checkShape('reshape', known);
  const size = sizeOf(from);
  const rest = sizeOf(known);
  const problem = `reshape: ${showShape(from)} has ${size} elements, ${showShape(to)}`;
  if (free > 1) throw new ShapeError(`reshape: only one size may be -1, got ${showShape(to)}`);
  if (free === 1) {
    if (rest === 0)
      throw new ShapeError(`${problem} leaves -1 open: any size times 0 is 0`, { fix: 'write the size out' });
    if (size % rest !== 0) throw new ShapeError(`${problem} needs a multiple of ${rest}`);
    return to.map((n) => (n === -1 ? size / rest : n));
  }
  if (size !== rest) throw new ShapeError(`${problem} has ${rest}`);
  return [...to];
}
