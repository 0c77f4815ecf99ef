import { type Tensor, ValueError, where } from '@descent/core';
import type { GeometricAugmentation, PixelAugmentation } from './augmentation.js';
import { checkProbability } from './factor.js';
import { besideImages, type PerImage } from './per-image.js';
import { type Projection, unmoved } from './projection.js';

/**
 * An augmentation for some images only; the others stay as they are, to the bit.
 *
 * @param probability - for each image. Default 0.5
 * @throws ValueError for a probability outside [0, 1], and for an augmentation that changes sizes or targets
 * @see torchvision `RandomApply`, which asks once for all that it is given; Keras has `factor` for that in some layers
 * @example augment([randomApply(randomErasing(), 0.25)])
 */
export function randomApply<A extends GeometricAugmentation | PixelAugmentation>(
  augmentation: A,
  probability = 0.5,
): A {
  checkProbability('randomApply', probability);
  if ('repaint' in augmentation) {
    const repaint: PixelAugmentation['repaint'] = (x, rng) => {
      const chosen = rng.bernoulli([x.shape[0] as number], probability) as Tensor;
      return where(besideImages(chosen) as Tensor, augmentation.repaint(x, rng), x) as Tensor;
    };
    return { ...augmentation, repaint };
  }
  if (!('move' in augmentation) || augmentation.size) {
    throw new ValueError(
      `randomApply: ${augmentation.kind} changes ${'move' in augmentation ? 'the size of images' : 'images together'}, which cannot be for some only`,
      { fix: `use ${augmentation.kind} by itself` },
    );
  }
  const move: GeometricAugmentation['move'] = (frame, rng) =>
    movedWhere(rng.bernoulli([frame.count], probability) as Tensor, augmentation.move(frame, rng), unmoved);
  return { ...augmentation, move };
}

/** For each image one of two projections: the first where `chosen`, bool [batch], is true. */
export function movedWhere(chosen: Tensor, projection: Projection, other: Projection): Projection {
  return projection.map((entry, i) => {
    const otherwise = other[i] as PerImage;
    return entry === otherwise ? entry : (where(chosen, entry, otherwise) as Tensor);
  }) as unknown as Projection;
}
