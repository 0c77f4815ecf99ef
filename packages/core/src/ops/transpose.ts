import { applyOne } from '../dispatch.js';
import { ShapeError } from '../errors.js';
import { defineKernel, type HostTensor, type TensorSpec } from '../kernel.js';
import { type Shape, showShape, stridesOf } from '../shape.js';
import type { Tensor } from '../tensor.js';
import type { Checked, Ok, Transpose } from '../types/shapes.js';
import { copyStrided } from './kinds/copy-strided.js';
import { checkTensor } from './kinds/operands.js';

/** Attributes of the Transpose kernel: output axis i is input axis perm[i]. */
export type TransposeAttrs = { readonly perm: readonly number[] };

/** Transpose. */
export const transposeKernel = defineKernel<TransposeAttrs>({
  name: 'Transpose',
  op: 'transpose',
  outputs: ([x], { perm }) => {
    const { shape, dtype } = x as TensorSpec;
    return [{ shape: perm.map((axis) => shape[axis] as number), dtype }];
  },
  reference([x], [out], { perm }) {
    const { shape, values } = x as HostTensor;
    const strides = stridesOf(shape);
    copyStrided(
      values,
      0,
      perm.map((axis) => strides[axis] as number),
      out as HostTensor,
    );
  },
  gradient: ([dy], { attrs: { perm } }) => [transpose(dy as Tensor, inverse(perm))],
});

/**
 * The axes in another order.
 *
 * @param permutation - output axis i is input axis permutation[i], negative ones from the end; default: reversed
 * @throws ShapeError E_AXIS when it does not name each axis once
 * @example transpose(tensor([[1, 2], [3, 4]])).arraySync() // [[1, 3], [2, 4]]
 */
export function transpose<A extends Shape, const P extends Shape | undefined = undefined>(
  x: Tensor<A>,
  permutation?: Checked<Transpose<A, P>, A, 'transpose', P>,
): Tensor<Ok<Transpose<A, P>>> {
  const given = checkTensor('transpose', x);
  const perm = checkPermutation(given.shape, permutation as Shape | undefined);
  return applyOne(transposeKernel, [given], { perm }) as Tensor<Ok<Transpose<A, P>>>;
}

function checkPermutation(shape: Shape, permutation: Shape | undefined): number[] {
  const axes = shape.map((_, i) => i);
  if (permutation === undefined) return axes.reverse();
  const given = Array.isArray(permutation) ? permutation : [permutation];
  const resolved = given.map((axis) => (axis < 0 ? axis + shape.length : axis));
  if (resolved.length === axes.length && axes.every((axis) => resolved.includes(axis))) return resolved;
  throw new ShapeError(
    `transpose: ${showShape(given)} is not a permutation of the axes of ${showShape(shape)}`,
    {
      code: 'E_AXIS',
      fix: `name each axis once, for example ${showShape(axes.reverse())}`,
    },
  );
}

function inverse(perm: readonly number[]): number[] {
  return perm.map((_, i) => perm.indexOf(i));
}
