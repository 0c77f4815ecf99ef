import { describeValue } from '../describe-value.js';
import { applyOne } from '../dispatch.js';
import type { DType } from '../dtype.js';
import { DtypeError } from '../errors.js';
import { defineKernel } from '../kernel.js';
import { checkShape, type Shape } from '../shape.js';
import type { Tensor } from '../tensor.js';
import { checkDtype, elementOf } from './kinds/elements.js';

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
 * @throws ShapeError E_SIZE for a shape that cannot be, ValueError for a value that int32 cannot hold; DtypeError
 * @example fill([2, 2], 7).arraySync() // [[7, 7], [7, 7]]
 */
export function fill<const S extends Shape>(shape: S, value: number, dtype: DType = 'float32'): Tensor<S> {
  return filled('fill', shape, value, dtype);
}

/** {@link fill} under the name of the op that was called. */
export function filled<const S extends Shape>(op: string, shape: S, value: number, dtype: DType): Tensor<S> {
  checkShape(op, shape);
  if (typeof value !== 'number')
    throw new DtypeError(`${op}: value must be a number, got ${describeValue(value)}`);
  const element = elementOf(op, value, checkDtype(op, dtype));
  return applyOne(fillKernel, [], { shape: [...shape], value: element, dtype }) as Tensor<S>;
}
