import type { GeometricAugmentation } from './augmentation.js';
import { cropSize, spareOf } from './crop-size.js';
import { shift } from './projection.js';

/**
 * The middle of each image, pixel for pixel: for evaluation, where training has {@link randomCrop}. Of an odd number of
 * pixels to leave out the larger half lies below and to the right.
 *
 * @param height - rows of the part
 * @param width - columns of the part. Default: as many
 * @throws ValueError for sizes that are no whole numbers ≥ 1; ShapeError, when called, for images that are smaller
 * @see Keras `CenterCrop`, which enlarges images that are smaller; torchvision `CenterCrop`, which pads them and rounds
 * halves to even
 * @example augment([centerCrop(24, 24)])
 */
export function centerCrop(height: number, width: number = height): GeometricAugmentation {
  const size = cropSize('centerCrop', height, width);
  return {
    kind: 'centerCrop',
    size,
    move(frame) {
      const [rows, columns] = spareOf('centerCrop', frame, size);
      return shift(Math.floor(columns / 2), Math.floor(rows / 2));
    },
  };
}
