import { scope } from '../scope.js';
import type { Shape } from '../shape.js';
import type { Tensor } from '../tensor.js';
import { add } from './add.js';
import { erf } from './erf.js';
import { checkOptions } from './kinds/check-options.js';
import { floatThroughout } from './kinds/operands.js';
import { mul } from './mul.js';
import { tanh } from './tanh.js';

/**
 * Gaussian error linear unit, elementwise: x · Φ(x) = x/2 · (1 + erf(x/√2)), or with `approximate`
 * x/2 · (1 + tanh(√(2/π) (x + 0.044715 x³))).
 *
 * @param x - any shape; int32 is cast to float32
 * @throws DtypeError for bool
 * @see Hendrycks and Gimpel, arXiv:1606.08415
 * @example gelu(tensor([-1, 2])).arraySync() // [-0.1586553, 1.9544997]
 */
export function gelu<S extends Shape>(
  x: Tensor<S>,
  options: { readonly approximate?: boolean } = {},
): Tensor<S> {
  const { approximate = false } = checkOptions('gelu', options, ['approximate']);
  return scope(() => {
    const given = floatThroughout('gelu', x);
    const share = approximate
      ? tanh(mul(mul(given, add(mul(mul(given, given), 0.044715), 1)), Math.sqrt(2 / Math.PI)))
      : erf(mul(given, Math.SQRT1_2));
    return mul(mul(given, 0.5), add(share, 1)) as Tensor<S>;
  });
}
