import { applyOne } from '../dispatch.js';
import { resolveAxis, type Shape } from '../shape.js';
import type { Tensor } from '../tensor.js';
import { checkOptions } from './kinds/check-options.js';
import { checkNumeric } from './kinds/operands.js';
import { defineScan, type ScanOptions } from './kinds/scan.js';

/** Cumsum. int32 sums keep their low 32 bits. */
export const cumsumKernel = defineScan({
  name: 'Cumsum',
  op: 'cumsum',
  start: 0,
  join: (total, x, dtype) => (dtype === 'int32' ? (total + x) | 0 : total + x),
  gradient: (dy, _x, { axis, exclusive, reverse }) => cumsum(dy, axis, { exclusive, reverse: !reverse }),
});

/**
 * Running sum along an axis: yᵢ = x₀ + … + xᵢ.
 *
 * @param x - rank ≥ 1
 * @param axis - default 0, as in TensorFlow
 * @param options - `exclusive`: without xᵢ, so that y₀ = 0; `reverse`: from the last element to the first
 * @returns x's shape and dtype; float32 is added up in double precision, int32 wraps around at ±2³¹
 * @throws ShapeError E_AXIS for an axis outside x, DtypeError for bool
 * @example cumsum(tensor([1, 2, 3])).arraySync() // [1, 3, 6]
 */
export function cumsum<S extends Shape>(x: Tensor<S>, axis = 0, options: ScanOptions = {}): Tensor<S> {
  const given = checkNumeric('cumsum', x);
  const { exclusive = false, reverse = false } = checkOptions('cumsum', options, ['exclusive', 'reverse']);
  const resolved = resolveAxis('cumsum', axis, given.rank);
  return applyOne(cumsumKernel, [given], { axis: resolved, exclusive, reverse }) as Tensor<S>;
}
