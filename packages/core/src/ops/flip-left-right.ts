import type { Shape } from '../shape.js';
import type { Tensor } from '../tensor.js';
import { checkImages } from './kinds/check-images.js';
import { checkTensor } from './kinds/operands.js';
import { reverse } from './reverse.js';

/**
 * Images seen in a mirror: the first column becomes the last.
 *
 * @param images - [batch, height, width, channels]
 * @throws ShapeError for images of another rank
 * @example flipLeftRight(tensor([[[[1], [2]]]])).reshape([2]).arraySync() // [2, 1]
 */
export function flipLeftRight<S extends Shape>(images: Tensor<S>): Tensor<S> {
  checkImages('flipLeftRight', checkTensor('flipLeftRight', images, 'images').shape);
  return reverse(images, 2);
}
