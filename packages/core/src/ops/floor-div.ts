import { applyOne } from '../dispatch.js';
import type { Elementwise, Operand, Second } from '../tensor.js';
import { defineBinary } from './kinds/binary.js';
import { checkDivisor } from './kinds/check-divisor.js';
import { numericOperands } from './kinds/operands.js';

/** FloorDiv. */
export const floorDivKernel = defineBinary({
  name: 'FloorDiv',
  op: 'floorDiv',
  compute(a, b, dtype) {
    checkDivisor('floorDiv', b, dtype);
    return Math.floor(a / b);
  },
  gradient: () => [undefined, undefined],
});

/**
 * Elementwise ⌊a / b⌋; float32 by 0 is ±∞, 0 by 0 NaN. Its gradient is 0 everywhere.
 *
 * @param a - tensor or number
 * @param b - tensor or number; shapes broadcast: aligned from the last axis, sizes equal or 1
 * @returns float32 if either is, else int32; −2³¹ by −1 wraps around to −2³¹
 * @throws ShapeError when the shapes do not broadcast, DtypeError for bool, ValueError for int32 and b = 0
 * @example floorDiv(tensor([7, -7]), 2).arraySync() // [3, -4]
 */
export function floorDiv<const A extends Operand, const B extends Operand>(
  a: A,
  b: Second<A, B, 'floorDiv'>,
): Elementwise<A, B> {
  return applyOne(floorDivKernel, numericOperands('floorDiv', a, b as Operand), {}) as Elementwise<A, B>;
}
