import type { GeometricAugmentation, ResamplingOptions } from './augmentation.js';
import { draw, type Factor, rangeOf } from './factor.js';
import { aroundMiddle } from './projection.js';
import { resamplingOf } from './resampling.js';

/**
 * Images leaning over: a pixel y below the middle is read xFactor · y farther right, one x right of it yFactor · x
 * lower.
 *
 * @param xFactor - tangent of the angle by which columns lean
 * @param yFactor - tangent of the angle by which rows lean. Default 0
 * @throws ValueError for a factor outside [−1, 1] and unknown options
 * @see Keras `RandomShear`, which keeps the upper left corner where it is, not the middle, and draws one sign for both
 * factors; torchvision `RandomAffine` with `shear`, in degrees
 * @example augment([randomShear(0.2)])
 */
export function randomShear(
  xFactor: Factor,
  yFactor: Factor = 0,
  options: ResamplingOptions = {},
): GeometricAugmentation {
  const limits = { least: -1, most: 1 };
  const across = rangeOf('randomShear', 'xFactor', xFactor, limits);
  const down = rangeOf('randomShear', 'yFactor', yFactor, limits);
  return {
    kind: 'randomShear',
    resampling: resamplingOf('randomShear', options),
    move(frame, rng) {
      const x = draw(across, frame.count, rng);
      const y = draw(down, frame.count, rng);
      return aroundMiddle([1, x, y, 1], frame);
    },
  };
}
