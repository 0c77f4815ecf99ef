import { ShapeError } from '../../errors.js';
import { type Shape, showShape } from '../../shape.js';

/**
 * Checks that images are a batch.
 * @throws ShapeError
 */
export function checkImages(op: string, images: Shape): readonly [number, number, number, number] {
  if (images.length === 4) return images as readonly [number, number, number, number];
  throw new ShapeError(`${op}: expects images [batch, height, width, channels], got ${showShape(images)}`, {
    fix: 'add the missing axes with reshape, for example a batch of 1: x.reshape([1, height, width, channels])',
  });
}

/**
 * As {@link checkImages}, for ops that read pixels at places between them.
 * @throws ShapeError for images without pixels too
 */
export function checkPixels(op: string, images: Shape): readonly [number, number, number, number] {
  const checked = checkImages(op, images);
  if (checked[1] > 0 && checked[2] > 0) return checked;
  throw new ShapeError(`${op}: images ${showShape(images)} have no pixels to read`);
}
