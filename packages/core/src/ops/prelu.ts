import { applyOne } from '../dispatch.js';
import type { Elementwise, Operand, Second } from '../tensor.js';
import { greater } from './greater.js';
import { defineBinary } from './kinds/binary.js';
import { floatOperands } from './kinds/operands.js';
import { mul } from './mul.js';
import { where } from './where.js';
import { zerosLike } from './zeros-like.js';

const names = ['x', 'alpha'];

/** Prelu [x, alpha]. */
export const preluKernel = defineBinary({
  name: 'Prelu',
  op: 'prelu',
  names,
  compute: (x, alpha) => (x < 0 ? alpha * x : x),
  gradient(dy, x, alpha) {
    const isAbove = greater(x, 0);
    return [where(isAbove, dy, mul(dy, alpha)), where(isAbove, zerosLike(dy), mul(dy, x))];
  },
});

/**
 * Parametric rectified linear unit, elementwise: x above 0, alpha · x below; the slope at 0 is alpha. In contrast to
 * {@link leakyRelu}, alpha is a tensor, and learned.
 *
 * @param x - tensor or number
 * @param alpha - tensor or number; shapes broadcast: aligned from the last axis, sizes equal or 1
 * @returns float32; int32 is cast first
 * @throws ShapeError when the shapes do not broadcast, DtypeError for bool
 * @see He, Zhang, Ren and Sun, Delving deep into rectifiers, 2015
 * @example prelu(tensor([-2, 3]), tensor([0.25, 0.5])).arraySync() // [-0.5, 3]
 */
export function prelu<const A extends Operand, const B extends Operand>(
  x: A,
  alpha: Second<A, B, 'prelu'>,
): Elementwise<A, B> {
  return applyOne(preluKernel, floatOperands('prelu', x, alpha as Operand, names), {}) as Elementwise<A, B>;
}
