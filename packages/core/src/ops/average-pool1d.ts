import type { Shape } from '../shape.js';
import type { Tensor } from '../tensor.js';
import type { Ok } from '../types/shapes.js';
import type { Padding } from '../window-axes.js';
import { averagePool2d } from './average-pool2d.js';
import { poolLine } from './kinds/lines.js';
import type { Pool1d, Pool1dOptions } from './kinds/pooling.js';

/**
 * Average of each window, per channel, along one axis; padded cells are left out.
 *
 * @param x - [batch, width, channels]
 * @param windowSize - how many cells
 * @param options - strides (default: the window's size) and padding
 * @returns [batch, outWidth, channels]
 * @throws ShapeError when the window does not fit, ValueError for options out of range
 * @example averagePool1d(tensor([1, 5, 2, 3], [1, 4, 1]), 2).arraySync() // [[[3], [2.5]]]
 */
export function averagePool1d<
  A extends Shape,
  const K extends number,
  const S extends number = K,
  const P extends Padding = 'valid',
>(x: Tensor<A>, windowSize: K, options: Pool1dOptions<S, P> = {}): Tensor<Ok<Pool1d<A, K, S, P>>> {
  return poolLine('averagePool1d', x, windowSize, options, averagePool2d) as Tensor<Ok<Pool1d<A, K, S, P>>>;
}
