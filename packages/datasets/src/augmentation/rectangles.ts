import { greaterEqual, less, logicalAnd, range, reshape, type Tensor } from '@descent/core';
import type { Frame } from './augmentation.js';
import { besideImages, type PerImage } from './per-image.js';

/** Sides of a rectangle per image: pixels from the first to before the second belong to it. */
export interface Rectangle {
  readonly left: PerImage;
  readonly right: PerImage;
  readonly top: PerImage;
  readonly bottom: PerImage;
}

/** Which pixels lie in the rectangle of their image: bool [batch, height, width, 1]. */
export function inRectangle({ left, right, top, bottom }: Rectangle, { height, width }: Frame): Tensor {
  const between = (places: Tensor, from: PerImage, to: PerImage): Tensor =>
    logicalAnd(
      greaterEqual(places, besideImages(from)) as Tensor,
      less(places, besideImages(to)) as Tensor,
    ) as Tensor;
  const columns = reshape(range(0, width), [1, 1, width, 1]) as Tensor;
  const rows = reshape(range(0, height), [1, height, 1, 1]) as Tensor;
  return logicalAnd(between(columns, left, right), between(rows, top, bottom)) as Tensor;
}
