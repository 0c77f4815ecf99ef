import { add } from '../ops/add.js';
import { clip } from '../ops/clip.js';
import { erf } from '../ops/erf.js';
import { exp } from '../ops/exp.js';
import { mul } from '../ops/mul.js';
import { square } from '../ops/square.js';
import { sub } from '../ops/sub.js';
import { scope } from '../scope.js';
import type { Shape } from '../shape.js';
import type { Tensor } from '../tensor.js';
import type { Rng } from './rng.js';
import { checkSpread, spread } from './spread.js';

/** erf(√2): the share of normal numbers within two standard deviations of the mean. */
const shareWithin = 0.954499736103642;

/**
 * Tensor of normal numbers within two standard deviations of the mean: √2 erf⁻¹(y) for y spread evenly over
 * erf(±√2).
 *
 * @throws ValueError unless mean and stddev are finite and stddev ≥ 0
 * @example
 * const start = truncatedNormal(rng, [784, 10], 0, 0.05);
 */
export function truncatedNormal<const S extends Shape>(rng: Rng, shape: S, mean = 0, stddev = 1): Tensor<S> {
  checkSpread('truncatedNormal', mean, stddev);
  return scope(() => {
    const inverse = inverseErf(rng.uniform(shape, -shareWithin, shareWithin));
    return spread(clip(mul(inverse, Math.SQRT2) as Tensor, -2, 2), mean, stddev);
  }) as Tensor<S>;
}

/**
 * The x with erf(x) = y for |y| up to 0.955, by Newton's method from y √π / 2: there the tangents lie outside of erf, so
 * that x comes closer from one side.
 */
function inverseErf(y: Tensor): Tensor {
  const slope = Math.sqrt(Math.PI) / 2;
  let x = mul(y, slope) as Tensor;
  for (let i = 0; i < 6; i++) {
    x = add(x, mul(mul(sub(y, erf(x)) as Tensor, exp(square(x))) as Tensor, slope) as Tensor) as Tensor;
  }
  return x;
}
