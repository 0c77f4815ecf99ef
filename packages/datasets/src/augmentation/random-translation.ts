import type { GeometricAugmentation, ResamplingOptions } from './augmentation.js';
import { draw, type Factor, rangeOf } from './factor.js';
import { times } from './per-image.js';
import { shift } from './projection.js';
import { resamplingOf } from './resampling.js';

/**
 * Images moved up or down and left or right. As in Keras factors above 0 move down and to the right.
 *
 * @param heightFactor - parts of the height: 0.1 moves by up to a tenth, up and down
 * @param widthFactor - parts of the width. Default: as heightFactor, drawn on its own
 * @throws ValueError for a factor outside [−1, 1] and unknown options
 * @see Keras `RandomTranslation`; torchvision `RandomAffine` with `translate`, which takes the width first and moves by
 * whole pixels
 * @example augment([randomTranslation(0.1, 0.2)])
 */
export function randomTranslation(
  heightFactor: Factor,
  widthFactor: Factor = heightFactor,
  options: ResamplingOptions = {},
): GeometricAugmentation {
  const limits = { least: -1, most: 1 };
  const down = rangeOf('randomTranslation', 'heightFactor', heightFactor, limits);
  const right = rangeOf('randomTranslation', 'widthFactor', widthFactor, limits);
  return {
    kind: 'randomTranslation',
    resampling: resamplingOf('randomTranslation', options),
    move({ count, height, width }, rng) {
      const y = times(draw(down, count, rng), -height);
      const x = times(draw(right, count, rng), -width);
      return shift(x, y);
    },
  };
}
