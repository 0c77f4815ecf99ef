import { describeValue } from '../describe-value.js';
import { ValueError } from '../errors.js';
import { scope } from '../scope.js';
import type { Shape } from '../shape.js';
import type { Tensor } from '../tensor.js';
import { div } from './div.js';
import { elu } from './elu.js';
import { floatThroughout } from './kinds/operands.js';
import { mul } from './mul.js';

/**
 * Continuously differentiable exponential linear unit, elementwise: x from 0 on, α (e^(x/α) − 1) below.
 *
 * @param x - any shape; int32 is cast to float32
 * @param alpha - what it goes to, negated, > 0; default 1
 * @throws DtypeError for bool, ValueError for another alpha
 * @see Barron, Continuously differentiable exponential linear units, arXiv:1704.07483
 * @example celu(tensor([-1, 2])).arraySync() // [-0.63212055, 2]
 */
export function celu<S extends Shape>(x: Tensor<S>, alpha = 1): Tensor<S> {
  if (!(Number.isFinite(alpha) && alpha > 0))
    throw new ValueError(`celu: alpha must be a finite number > 0, got ${describeValue(alpha)}`);
  return scope(() => {
    const given = floatThroughout('celu', x);
    return mul(elu(div(given, alpha) as Tensor), alpha) as Tensor<S>;
  });
}
