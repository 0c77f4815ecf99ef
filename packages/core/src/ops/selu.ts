import { applyOne } from '../dispatch.js';
import type { Shape } from '../shape.js';
import type { Tensor } from '../tensor.js';
import { exp } from './exp.js';
import { greater } from './greater.js';
import { checkFloat } from './kinds/operands.js';
import { defineUnary } from './kinds/unary.js';
import { minimum } from './minimum.js';
import { mul } from './mul.js';
import { where } from './where.js';

const scale = 1.0507009873554805;
const alpha = 1.6732632423543772;

/** Selu. */
export const seluKernel = defineUnary({
  name: 'Selu',
  op: 'selu',
  compute: (x) => (x < 0 ? scale * alpha * Math.expm1(x) : scale * x),
  gradient: (dy, x) => mul(dy, where(greater(x, 0), scale, mul(exp(minimum(x, 0)), scale * alpha))),
});

/**
 * Scaled exponential linear unit, elementwise: λ x from 0 on, λ α (eˣ − 1) below, with λ = 1.0507, α = 1.6733,
 * which keep mean 0 and variance 1 from layer to layer.
 *
 * @param x - any shape; int32 is cast to float32
 * @throws DtypeError for bool
 * @see Klambauer et al., Self-normalizing neural networks, arXiv:1706.02515
 * @example selu(tensor([-1, 2])).arraySync() // [-1.1113307, 2.101402]
 */
export function selu<S extends Shape>(x: Tensor<S>): Tensor<S> {
  return applyOne(seluKernel, [checkFloat('selu', x)], {}) as Tensor<S>;
}
