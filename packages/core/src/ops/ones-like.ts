import type { Shape } from '../shape.js';
import type { Tensor } from '../tensor.js';
import { fill } from './fill.js';

/** Ones in the shape and dtype of another tensor. */
export function onesLike<S extends Shape>(x: Tensor<S>): Tensor<S> {
  return fill(x.dims(), 1, x.dtype);
}
