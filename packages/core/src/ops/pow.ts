import { applyOne } from '../dispatch.js';
import type { Elementwise, Operand, Second } from '../tensor.js';
import { equal } from './equal.js';
import { defineBinary } from './kinds/binary.js';
import { floatOperands } from './kinds/operands.js';
import { log } from './log.js';
import { mul } from './mul.js';
import { onesLike } from './ones-like.js';
import { sub } from './sub.js';
import { where } from './where.js';
import { zerosLike } from './zeros-like.js';

/** Pow, of float32. */
export const powKernel = defineBinary({
  name: 'Pow',
  op: 'pow',
  compute: (a, b) => (a === 1 || b === 0 ? 1 : a ** b),
  gradient(dy, a, b, y) {
    const isZero = equal(b, 0);
    const da = where(isZero, zerosLike(y), mul(b, pow(a, sub(b, 1))));
    const base = where(equal(a, 0), onesLike(a), a);
    const db = where(equal(a, 0), zerosLike(y), mul(y, log(base)));
    return [mul(dy, da), mul(dy, db)];
  },
});

/**
 * Elementwise a to the power b: 1 for b = 0 and for a = 1, NaN for negative a with fractional b.
 *
 * @param a - tensor or number
 * @param b - tensor or number; shapes broadcast: aligned from the last axis, sizes equal or 1
 * @returns float32; int32 is cast first. The slope in b is 0 where a = 0
 * @throws ShapeError when the shapes do not broadcast, DtypeError for bool
 * @example pow(tensor([2, 3]), 2).arraySync() // [4, 9]
 */
export function pow<const A extends Operand, const B extends Operand>(
  a: A,
  b: Second<A, B, 'pow'>,
): Elementwise<A, B> {
  return applyOne(powKernel, floatOperands('pow', a, b as Operand), {}) as Elementwise<A, B>;
}
