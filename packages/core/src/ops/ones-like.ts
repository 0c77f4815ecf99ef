import { beside } from '../beside.js';
import type { Shape } from '../shape.js';
import type { Tensor } from '../tensor.js';
import { fill } from './fill.js';

/**
 * Ones in the shape and dtype of another tensor.
 *
 * @example onesLike(tensor([5, 6])).arraySync() // [1, 1]
 */
export function onesLike<S extends Shape>(x: Tensor<S>): Tensor<S> {
  return beside(x, () => fill(x.dims(), 1, x.dtype));
}
