import { applyOne } from '../dispatch.js';
import type { Shape } from '../shape.js';
import type { Tensor } from '../tensor.js';
import { add } from './add.js';
import { checkFloat } from './kinds/operands.js';
import { defineUnary } from './kinds/unary.js';
import { mul } from './mul.js';
import { square } from './square.js';

/** Tan. */
export const tanKernel = defineUnary({
  name: 'Tan',
  op: 'tan',
  compute: Math.tan,
  gradient: (dy, _x, y) => mul(dy, add(square(y), 1)),
});

/**
 * Elementwise tangent; x in radians.
 *
 * @param x - any shape; int32 is cast to float32
 * @throws DtypeError for bool
 * @example tan(tensor([0, Math.PI / 4])).arraySync() // [0, 1]
 */
export function tan<S extends Shape>(x: Tensor<S>): Tensor<S> {
  return applyOne(tanKernel, [checkFloat('tan', x)], {}) as Tensor<S>;
}
