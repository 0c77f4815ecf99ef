import { applyOne } from '../dispatch.js';
import type { DType } from '../dtype.js';
import { DtypeError } from '../errors.js';
import { defineKernel } from '../kernel.js';
import { checkShape, describeValue, type Shape } from '../shape.js';
import type { Tensor } from '../tensor.js';

/** Attributes of the Fill kernel. */
export type FillAttrs = { readonly shape: readonly number[]; readonly value: number; readonly dtype: DType };

/** Fill: no inputs. */
export const fillKernel = defineKernel<FillAttrs>({
  name: 'Fill',
  op: 'fill',
  outputs: (_inputs, { shape, dtype }) => [{ shape, dtype }],
  reference: (_inputs, [out], { value }) => out?.values.fill(value),
});

/**
 * A tensor with the same number everywhere.
 *
 * @throws ShapeError E_SIZE for a shape that cannot be
 * @example fill([2, 2], 7).arraySync() // [[7, 7], [7, 7]]
 */
export function fill<const S extends Shape>(shape: S, value: number, dtype: DType = 'float32'): Tensor<S> {
  checkShape('fill', shape);
  if (typeof value !== 'number')
    throw new DtypeError(`fill: value must be a number, got ${describeValue(value)}`);
  return applyOne(fillKernel, [], { shape: [...shape], value, dtype }) as Tensor<S>;
}
