import { applyOne } from '../dispatch.js';
import type { Elementwise, Operand, Second } from '../tensor.js';
import { floorDiv } from './floor-div.js';
import { defineBinary } from './kinds/binary.js';
import { checkDivisor } from './kinds/check-divisor.js';
import { numericOperands } from './kinds/operands.js';
import { mul } from './mul.js';
import { neg } from './neg.js';

/** Mod. */
export const modKernel = defineBinary({
  name: 'Mod',
  op: 'mod',
  compute(a, b, dtype) {
    checkDivisor('mod', b, dtype);
    const rest = a % b;
    return rest !== 0 && rest < 0 !== b < 0 ? rest + b : rest;
  },
  gradient: (dy, a, b) => [dy, neg(mul(dy, floorDiv(a, b)))],
});

/**
 * Elementwise remainder with the sign of b, as in Python: a − b ⌊a / b⌋; NaN for float32 and b = 0.
 *
 * @param a - tensor or number
 * @param b - tensor or number; shapes broadcast: aligned from the last axis, sizes equal or 1
 * @returns float32 if either is, else int32
 * @throws ShapeError when the shapes do not broadcast, DtypeError for bool, ValueError for int32 and b = 0
 * @example mod(tensor([7, -7]), 3).arraySync() // [1, 2]
 */
export function mod<const A extends Operand, const B extends Operand>(
  a: A,
  b: Second<A, B, 'mod'>,
): Elementwise<A, B> {
  return applyOne(modKernel, numericOperands('mod', a, b as Operand), {}) as Elementwise<A, B>;
}
