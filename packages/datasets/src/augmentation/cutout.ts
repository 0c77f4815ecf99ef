import { checkWhole, type Tensor, where } from '@descent/core';
import type { PixelAugmentation } from './augmentation.js';
import { draw } from './factor.js';
import { frameOf } from './frame.js';
import { floorOf, minus, type PerImage, plus } from './per-image.js';
import { inRectangle } from './rectangles.js';

/**
 * A square of each image is painted over. Its middle is any pixel, so that it may hang over the edge, and all pixels are
 * hidden equally often.
 *
 * @param size - pixels on a side
 * @param fillValue - what is put there. Default 0
 * @throws ValueError for a size that is no whole number ≥ 1
 * @see DeVries and Taylor, Improved regularization of convolutional neural networks with cutout, arXiv:1708.04552; Keras
 * and torchvision have {@link randomErasing} only
 * @example augment([cutout(8)])
 */
export function cutout(size: number, fillValue = 0): PixelAugmentation {
  checkWhole('cutout', 'size', size);
  return {
    kind: 'cutout',
    repaint(x, rng) {
      const frame = frameOf(x);
      const { count, height, width } = frame;
      const first = (length: number): PerImage =>
        minus(floorOf(draw([0, length], count, rng)), Math.floor(size / 2));
      const [left, top] = [first(width), first(height)];
      const hidden = inRectangle({ left, right: plus(left, size), top, bottom: plus(top, size) }, frame);
      return where(hidden, fillValue, x) as Tensor;
    },
  };
}
