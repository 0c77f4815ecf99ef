import { beside } from '../beside.js';
import type { Shape } from '../shape.js';
import type { Tensor } from '../tensor.js';
import { fill } from './fill.js';

/**
 * Zeros in the shape and dtype of another tensor.
 *
 * @example zerosLike(tensor([5, 6])).arraySync() // [0, 0]
 */
export function zerosLike<S extends Shape>(x: Tensor<S>): Tensor<S> {
  return beside(x, () => fill(x.dims(), 0, x.dtype));
}
