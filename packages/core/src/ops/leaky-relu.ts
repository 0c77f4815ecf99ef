import { describeValue } from '../describe-value.js';
import { applyOne } from '../dispatch.js';
import { ValueError } from '../errors.js';
import type { Shape } from '../shape.js';
import type { Tensor } from '../tensor.js';
import { greater } from './greater.js';
import { checkFloat } from './kinds/operands.js';
import { defineUnary } from './kinds/unary.js';
import { mul } from './mul.js';
import { where } from './where.js';

/** Attributes of the LeakyRelu kernel. */
export type LeakyReluAttrs = { readonly alpha: number };

/** LeakyRelu. */
export const leakyReluKernel = defineUnary<LeakyReluAttrs>({
  name: 'LeakyRelu',
  op: 'leakyRelu',
  compute: (x, { alpha }) => (x < 0 ? alpha * x : x),
  gradient: (dy, x, _y, { alpha }) => where(greater(x, 0), dy, mul(dy, alpha)),
});

/**
 * Leaky rectified linear unit, elementwise: x above 0, alpha · x below; the slope at 0 is alpha.
 *
 * @param x - any shape; int32 is cast to float32
 * @param alpha - slope below 0; default 0.2, as in TensorFlow
 * @throws DtypeError for bool, ValueError unless alpha is a finite number
 * @see Maas, Hannun and Ng, Rectifier nonlinearities improve neural network acoustic models, 2013
 * @example leakyRelu(tensor([-1, 2])).arraySync() // [-0.2, 2]
 */
export function leakyRelu<S extends Shape>(x: Tensor<S>, alpha = 0.2): Tensor<S> {
  if (!Number.isFinite(alpha))
    throw new ValueError(`leakyRelu: alpha must be a finite number, got ${describeValue(alpha)}`);
  return applyOne(leakyReluKernel, [checkFloat('leakyRelu', x)], { alpha }) as Tensor<S>;
}
