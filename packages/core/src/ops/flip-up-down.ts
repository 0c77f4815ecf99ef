import type { Shape } from '../shape.js';
import type { Tensor } from '../tensor.js';
import { checkImages } from './kinds/check-images.js';
import { checkTensor } from './kinds/operands.js';
import { reverse } from './reverse.js';

/**
 * Images upside down: the first row becomes the last.
 *
 * @param images - [batch, height, width, channels]
 * @throws ShapeError for images of another rank
 * @example flipUpDown(tensor([[[[1]], [[2]]]])).reshape([2]).arraySync() // [2, 1]
 */
export function flipUpDown<S extends Shape>(images: Tensor<S>): Tensor<S> {
  checkImages('flipUpDown', checkTensor('flipUpDown', images, 'images').shape);
  return reverse(images, 1);
}
