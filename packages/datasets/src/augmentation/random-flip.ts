import { mul, type Rng, sub, type Tensor } from '@descent/core';
import type { GeometricAugmentation } from './augmentation.js';
import type { PerImage } from './per-image.js';
import { checkOneOf } from './resampling.js';

/** Which mirrors are used. */
export type FlipDirection = 'horizontal' | 'vertical' | 'both';

/**
 * Every other image, at random, seen in a mirror: left becomes right, or top becomes bottom, or either, each with
 * probability 1/2. To the bit what `flipLeftRight` and `flipUpDown` give. Leave it out where a mirror changes the
 * answer: of letters, digits, road signs, and of chests, whose heart it moves to the other side.
 *
 * @param direction - default `'horizontal'`; Keras' is `'both'`, there called `'horizontal_and_vertical'`
 * @throws ValueError for another direction
 * @see Keras `RandomFlip`; torchvision `RandomHorizontalFlip`, `RandomVerticalFlip`
 * @example augment([randomFlip('horizontal')])
 */
export function randomFlip(direction: FlipDirection = 'horizontal'): GeometricAugmentation {
  checkOneOf('randomFlip', 'direction', direction, ['horizontal', 'vertical', 'both']);
  return {
    kind: 'randomFlip',
    move({ count, width, height }, rng) {
      const [a, c] = direction === 'vertical' ? [1, 0] : mirrored(width, count, rng);
      const [e, f] = direction === 'horizontal' ? [1, 0] : mirrored(height, count, rng);
      return [a, 0, c, 0, e, f, 0, 0, 1];
    },
  };
}

/** Factor and summand of a coordinate: 1 and 0, or −1 and size − 1. */
function mirrored(size: number, count: number, rng: Rng): readonly [PerImage, PerImage] {
  const isMirrored = rng.bernoulli([count], 0.5).cast('float32') as Tensor;
  return [sub(1, mul(isMirrored, 2)) as Tensor, mul(isMirrored, size - 1) as Tensor];
}
