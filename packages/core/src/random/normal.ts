import { concat } from '../ops/concat.js';
import { cos } from '../ops/cos.js';
import { log } from '../ops/log.js';
import { mul } from '../ops/mul.js';
import { reshape } from '../ops/reshape.js';
import { sin } from '../ops/sin.js';
import { slice } from '../ops/slice.js';
import { sqrt } from '../ops/sqrt.js';
import { sub } from '../ops/sub.js';
import { scope } from '../scope.js';
import { checkShape, type Shape, sizeOf } from '../shape.js';
import type { Tensor } from '../tensor.js';
import type { Rng } from './rng.js';
import { checkSpread, spread } from './spread.js';

/**
 * Tensor of normal numbers, by the method of Box and Muller (1958): √(−2 ln u) cos 2πv and √(−2 ln u) sin 2πv for u and
 * v spread evenly over (0, 1] and [0, 1).
 *
 * @throws ValueError unless mean and stddev are finite and stddev ≥ 0
 * @example
 * const noise = normal(rng, x.shape, 0, 0.1);
 */
export function normal<const S extends Shape>(rng: Rng, shape: S, mean = 0, stddev = 1): Tensor<S> {
  checkShape('normal', shape);
  checkSpread('normal', mean, stddev);
  return scope(() => {
    const size = sizeOf(shape);
    const half = Math.ceil(size / 2);
    const radius = sqrt(mul(log(sub(1, rng.uniform([half]))), -2));
    const angle = rng.uniform([half], 0, 2 * Math.PI);
    const both = concat([mul(radius, cos(angle)), mul(radius, sin(angle))] as never) as Tensor;
    return spread(reshape(slice(both, [0], [size]), shape as Shape) as Tensor, mean, stddev);
  }) as Tensor<S>;
}
