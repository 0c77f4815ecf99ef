import { applyOne } from '../dispatch.js';
import type { Elementwise, Operand, Second } from '../tensor.js';
import { defineBinary } from './kinds/binary.js';
import { floatOperands } from './kinds/operands.js';
import { mul } from './mul.js';
import { neg } from './neg.js';

/** RealDiv, of float32. */
export const divKernel = defineBinary({
  name: 'RealDiv',
  op: 'div',
  compute: (a, b) => a / b,
  gradient(dy, _a, b, y) {
    const da = div(dy, b);
    return [da, neg(mul(da, y))];
  },
});

/**
 * Elementwise a / b; x / 0 is ±∞, 0 / 0 NaN.
 *
 * @param a - tensor or number
 * @param b - tensor or number; shapes broadcast: aligned from the last axis, sizes equal or 1
 * @returns float32; int32 is cast first
 * @throws ShapeError when the shapes do not broadcast, DtypeError for bool
 * @example div(tensor([1, 2]), 4).arraySync() // [0.25, 0.5]
 */
export function div<const A extends Operand, const B extends Operand>(
  a: A,
  b: Second<A, B, 'div'>,
): Elementwise<A, B> {
  return applyOne(divKernel, floatOperands('div', a, b as Operand), {}) as Elementwise<A, B>;
}
