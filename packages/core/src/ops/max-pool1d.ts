import type { Shape } from '../shape.js';
import type { Tensor } from '../tensor.js';
import type { Ok } from '../types/shapes.js';
import type { Padding } from '../window-axes.js';
import { poolLine } from './kinds/lines.js';
import type { Pool1d, Pool1dOptions } from './kinds/pooling.js';
import { maxPool2d } from './max-pool2d.js';

/**
 * Largest value in each window, per channel, along one axis. As {@link maxPool2d}: NaN wins, −0 counts as below 0, a window
 * wholly on padding gives −∞.
 *
 * @param x - [batch, width, channels]
 * @param windowSize - how many cells
 * @param options - strides (default: the window's size) and padding
 * @returns [batch, outWidth, channels]
 * @throws ShapeError when the window does not fit, ValueError for options out of range
 * @example maxPool1d(tensor([1, 5, 2, 3], [1, 4, 1]), 2).arraySync() // [[[5], [3]]]
 */
export function maxPool1d<
  A extends Shape,
  const K extends number,
  const S extends number = K,
  const P extends Padding = 'valid',
>(x: Tensor<A>, windowSize: K, options: Pool1dOptions<S, P> = {}): Tensor<Ok<Pool1d<A, K, S, P>>> {
  return poolLine('maxPool1d', x, windowSize, options, maxPool2d) as Tensor<Ok<Pool1d<A, K, S, P>>>;
}
