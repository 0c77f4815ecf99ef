import { applyOne } from '../dispatch.js';
import type { DType } from '../dtype.js';
import { DtypeError } from '../errors.js';
import { defineKernel, type HostTensor, type TensorSpec } from '../kernel.js';
import type { Shape } from '../shape.js';
import { checkWhole } from '../shape.js';
import type { Tensor } from '../tensor.js';
import { checkOptions } from './kinds/check-options.js';
import { checkTensor } from './kinds/operands.js';

/** Attributes of the OneHot kernel. */
export type OneHotAttrs = {
  readonly dtype: DType;
  readonly depth: number;
  readonly onValue: number;
  readonly offValue: number;
};

/** OneHot [indices]. An index outside gives a row of offValue. */
export const oneHotKernel = defineKernel<OneHotAttrs>({
  name: 'OneHot',
  op: 'oneHot',
  outputs: ([indices], { depth, dtype }) => [{ shape: [...(indices as TensorSpec).shape, depth], dtype }],
  reference([indices], [out], { depth, onValue, offValue }) {
    const { values } = out as HostTensor;
    values.fill(offValue);
    (indices as HostTensor).values.forEach((index, row) => {
      if (index >= 0 && index < depth) values[row * depth + index] = onValue;
    });
  },
});

/**
 * A row for each index: 1 at the index, 0 elsewhere.
 *
 * @param indices - int32, any shape; one outside [0, depth) gives a row of zeros, as in TensorFlow
 * @param depth - length of the rows
 * @param options - `onValue`, `offValue`
 * @returns float32 [...indices.shape, depth]
 * @throws DtypeError unless indices are int32, ValueError for a depth that is no whole number ≥ 1
 * @example oneHot(tensor([0, 2], undefined, 'int32'), 3).arraySync() // [[1, 0, 0], [0, 0, 1]]
 */
export function oneHot<S extends Shape, const N extends number>(
  indices: Tensor<S>,
  depth: N,
  options: { readonly onValue?: number; readonly offValue?: number } = {},
): Tensor<readonly [...S, N]> {
  const { onValue = 1, offValue = 0 } = checkOptions('oneHot', options, ['onValue', 'offValue']);
  const given = checkTensor('oneHot', indices, 'indices');
  if (given.dtype !== 'int32') {
    throw new DtypeError(`oneHot: indices are ${given.dtype}, expects int32`, {
      fix: "cast(indices, 'int32')",
    });
  }
  checkWhole('oneHot', 'depth', depth);
  return applyOne(oneHotKernel, [given], { dtype: 'float32', depth, onValue, offValue }) as Tensor<
    readonly [...S, N]
  >;
}
