import { applyOne } from '../dispatch.js';
import type { Shape } from '../shape.js';
import type { Tensor } from '../tensor.js';
import { checkBool } from './kinds/operands.js';
import { defineUnary } from './kinds/unary.js';

/** LogicalNot, of bool. */
export const logicalNotKernel = defineUnary({
  name: 'LogicalNot',
  op: 'logicalNot',
  compute: (x) => (x === 0 ? 1 : 0),
});

/**
 * Elementwise: true where x is false.
 *
 * @throws DtypeError for anything but bool
 * @example logicalNot(tensor([true, false])).arraySync() // [0, 1]
 */
export function logicalNot<S extends Shape>(x: Tensor<S>): Tensor<S> {
  return applyOne(logicalNotKernel, [checkBool('logicalNot', x)], {}) as Tensor<S>;
}
