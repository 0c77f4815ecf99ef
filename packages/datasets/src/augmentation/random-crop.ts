import type { Rng } from '@descent/core';
import type { GeometricAugmentation } from './augmentation.js';
import { cropSize, spareOf } from './crop-size.js';
import { draw } from './factor.js';
import { floorOf, type PerImage } from './per-image.js';
import { shift } from './projection.js';

/**
 * A part of each image at a place drawn at random, pixel for pixel. Where nothing is to be drawn, as when a net is
 * evaluated, {@link centerCrop} gives the same size.
 *
 * @param height - rows of the part
 * @param width - columns of the part. Default: as many
 * @throws ValueError for sizes that are no whole numbers ≥ 1; ShapeError, when called, for images that are smaller
 * @see Keras `RandomCrop`, which enlarges images that are smaller and takes the middle outside of training; torchvision
 * `RandomCrop`, which can pad them
 * @example augment([randomCrop(24, 24)])
 */
export function randomCrop(height: number, width: number = height): GeometricAugmentation {
  const size = cropSize('randomCrop', height, width);
  return {
    kind: 'randomCrop',
    size,
    move(frame, rng) {
      const [rows, columns] = spareOf('randomCrop', frame, size);
      const top = wholeUpTo(rows, frame.count, rng);
      const left = wholeUpTo(columns, frame.count, rng);
      return shift(left, top);
    },
  };
}

/** Whole numbers from 0 to `most`, each equally likely. */
function wholeUpTo(most: number, count: number, rng: Rng): PerImage {
  return most === 0 ? 0 : floorOf(draw([0, most + 1], count, rng));
}
