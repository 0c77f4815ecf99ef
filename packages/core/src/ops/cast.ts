import { applyOne } from '../dispatch.js';
import type { DType } from '../dtype.js';
import { defineKernel, type HostTensor, type TensorSpec } from '../kernel.js';
import type { Shape } from '../shape.js';
import type { Tensor } from '../tensor.js';
import { checkDtype } from './kinds/elements.js';
import { checkTensor } from './kinds/operands.js';
import { sameValues } from './kinds/same-values.js';

/** Attributes of the Cast kernel. */
export type CastAttrs = { readonly dtype: DType };

/** Cast. To int32: cut towards 0, ends of the range beyond it, 0 for NaN. To bool: 0 is false, all else true. */
export const castKernel = defineKernel<CastAttrs>({
  name: 'Cast',
  op: 'cast',
  outputs: ([x], { dtype }) => [{ shape: (x as TensorSpec).shape, dtype }],
  reference([x], [out], { dtype }) {
    const [from, to] = [(x as HostTensor).values, (out as HostTensor).values];
    for (let i = 0; i < to.length; i++) to[i] = convert(from[i] as number, dtype);
  },
  gradient: ([dy]) => [dy],
});

function convert(value: number, dtype: DType): number {
  if (dtype === 'float32') return value;
  if (dtype === 'bool') return value === 0 ? 0 : 1;
  return Math.min(Math.max(Math.trunc(value), -(2 ** 31)), 2 ** 31 - 1) || 0;
}

/**
 * The values as another dtype. float32 to int32 cuts towards 0 and stops at the ends of the range (NaN gives
 * 0); to bool, 0 gives false and all else, NaN included, true. No gradient flows through int32 and bool.
 *
 * @throws DtypeError for an unknown dtype
 * @example cast(tensor([1.7, -1.7]), 'int32').arraySync() // [1, -1]
 */
export function cast<S extends Shape>(x: Tensor<S>, dtype: DType): Tensor<S> {
  checkDtype('cast', dtype);
  const given = checkTensor('cast', x);
  return (
    given.dtype === dtype ? sameValues('cast', given) : applyOne(castKernel, [given], { dtype })
  ) as Tensor<S>;
}
