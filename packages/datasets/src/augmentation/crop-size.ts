import { checkWhole, ShapeError } from '@descent/core';
import type { Frame } from './augmentation.js';

/**
 * [height, width] of a part of an image.
 * @throws ValueError unless both are whole numbers ≥ 1
 */
export function cropSize(op: string, height: number, width: number): readonly [number, number] {
  checkWhole(op, 'height', height);
  checkWhole(op, 'width', width);
  return [height, width];
}

/**
 * The rows and columns that a part leaves over.
 * @throws ShapeError for images that are smaller than the part
 */
export function spareOf(
  op: string,
  { height, width }: Frame,
  size: readonly [number, number],
): readonly [number, number] {
  if (size[0] <= height && size[1] <= width) return [height - size[0], width - size[1]];
  throw new ShapeError(
    `${op}: cannot take ${size[0]} x ${size[1]} pixels out of images of ${height} x ${width}`,
    {
      fix: 'take less, or make the images larger before: resizeBilinear',
    },
  );
}
