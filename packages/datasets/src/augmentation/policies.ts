import type { Augmentation } from './augmentation.js';
import { randomApply } from './random-apply.js';
import { randomBrightness } from './random-brightness.js';
import { randomContrast } from './random-contrast.js';
import { randomErasing } from './random-erasing.js';
import { randomFlip } from './random-flip.js';
import { randomGamma } from './random-gamma.js';
import { randomRotation } from './random-rotation.js';
import { randomSaturation } from './random-saturation.js';
import { randomTranslation } from './random-translation.js';
import { randomZoom } from './random-zoom.js';
import { type ValueRangeOptions, valueRangeOf } from './value-range.js';

/**
 * Augmentations for photographs in colour, of animals and things: what one sees does not depend on which way it looks,
 * how far away it is, how straight the camera was held, or on the light. Not upside down: gravity is in the picture.
 *
 * @throws ValueError for an impossible value range
 * @example const change = augment(photos());
 */
export function photos(options: ValueRangeOptions = {}): readonly Augmentation[] {
  const values = { valueRange: valueRangeOf('photos', options) };
  return [
    randomFlip('horizontal'),
    randomRotation(0.05),
    randomZoom(0.2),
    randomTranslation(0.1),
    randomBrightness(0.1, values),
    randomContrast(0.2, values),
    randomSaturation(0.2, values),
  ];
}

/**
 * Augmentations for small pictures of clothes on black, as Fashion-MNIST's: a mirror, since left and right shoes are
 * shoes; little shifts and zooms, since they are already cut to their frames; black where they come from outside. No
 * turns: sandals and boots all stand, and lying down they are other shapes. Parts are hidden at times, so that not one
 * sleeve alone decides.
 *
 * @throws ValueError for an impossible value range
 * @example const change = augment(garments());
 */
export function garments(options: ValueRangeOptions = {}): readonly Augmentation[] {
  const valueRange = valueRangeOf('garments', options);
  const [black] = valueRange;
  const outside = { fillMode: 'constant', fillValue: black } as const;
  return [
    randomFlip('horizontal'),
    randomZoom(0.1, outside),
    randomTranslation(0.07, 0.07, outside),
    randomContrast(0.2, { valueRange }),
    randomApply(randomErasing({ scale: [0.02, 0.15], fillValue: black }), 0.3),
  ];
}

/**
 * Augmentations for X-ray images of the chest: what differs between two images of one patient, and nothing else. Patients
 * stand a little askew and detectors are set a little differently: turns up to 5°, small shifts and zooms, black outside,
 * and little changes of exposure.
 *
 * - No mirror: it moves the heart to the right side, where it is a finding (dextrocardia), and hides on which side one is.
 * - No leaning or perspective, and one zoom for both axes: the width of the heart beside that of the chest is measured.
 * - Nothing painted over: a small nodule may be all that there is to find, and the label would be wrong.
 *
 * @throws ValueError for an impossible value range
 * @example const change = augment(radiographs());
 */
export function radiographs(options: ValueRangeOptions = {}): readonly Augmentation[] {
  const valueRange = valueRangeOf('radiographs', options);
  const outside = { fillMode: 'constant', fillValue: valueRange[0] } as const;
  return [
    randomRotation(5 / 360, outside),
    randomZoom(0.05, outside),
    randomTranslation(0.03, 0.03, outside),
    randomBrightness(0.05, { valueRange }),
    randomContrast(0.1, { valueRange }),
    randomGamma(0.1, { valueRange }),
  ];
}
