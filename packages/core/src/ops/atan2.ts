import { applyOne } from '../dispatch.js';
import type { Elementwise, Operand, Second } from '../tensor.js';
import { add } from './add.js';
import { div } from './div.js';
import { defineBinary } from './kinds/binary.js';
import { floatOperands } from './kinds/operands.js';
import { mul } from './mul.js';
import { neg } from './neg.js';
import { square } from './square.js';

const names = ['y', 'x'];

/** Atan2. */
export const atan2Kernel = defineBinary({
  name: 'Atan2',
  op: 'atan2',
  names,
  compute: Math.atan2,
  gradient(dy, y, x) {
    const slope = div(dy, add(square(y), square(x)));
    return [mul(slope, x), neg(mul(slope, y))];
  },
});

/**
 * Elementwise angle of the point (x, y) from the x axis, in radians, in [−π, π]: the inverse tangent of y / x, in the
 * right quadrant.
 *
 * @param y - tensor or number
 * @param x - tensor or number; shapes broadcast: aligned from the last axis, sizes equal or 1
 * @returns float32; int32 is cast first. The gradient at (0, 0) is NaN
 * @throws ShapeError when the shapes do not broadcast, DtypeError for bool
 * @example atan2(tensor([1, -1]), tensor([1, -1])).arraySync() // [0.7853982, -2.3561945]
 */
export function atan2<const A extends Operand, const B extends Operand>(
  y: A,
  x: Second<A, B, 'atan2'>,
): Elementwise<A, B> {
  return applyOne(atan2Kernel, floatOperands('atan2', y, x as Operand, names), {}) as Elementwise<A, B>;
}
