import { checkOptions } from '@descent/core';
import type { GeometricAugmentation, ResamplingOptions } from './augmentation.js';
import { cropSize } from './crop-size.js';
import { amountOf, draw, type Range } from './factor.js';
import { atMost, exponentialOf, minus, over, type PerImage, plus, rootOf, times } from './per-image.js';
import { resamplingOf } from './resampling.js';

/** Options of {@link randomResizedCrop}. */
export interface ResizedCropOptions extends Pick<ResamplingOptions, 'interpolation'> {
  /** The part's share of the image's area. Default [0.08, 1]. */
  readonly scale?: Range;
  /** Width by height of the part. Default [3/4, 4/3]. */
  readonly ratio?: Range;
}

/**
 * A part of each image, of an area, a shape and at a place drawn at random, brought to one size: the augmentation that
 * nets for photographs are usually trained with. The logarithm of the ratio is spread evenly.
 *
 * @param height - rows of the results
 * @param width - columns of the results. Default: as many
 * @throws ValueError for sizes that are no whole numbers ≥ 1, shares outside [0.0001, 1] and ratios outside [0.01, 100]
 * @see torchvision `RandomResizedCrop`, which draws again where a part is larger than the image (here it is cut to the
 * image), takes whole pixels, and smooths where it makes images smaller; Keras has none
 * @example augment([randomResizedCrop(96, 96, { scale: [0.5, 1] })])
 */
export function randomResizedCrop(
  height: number,
  width: number = height,
  options: ResizedCropOptions = {},
): GeometricAugmentation {
  const op = 'randomResizedCrop';
  const chosen = checkOptions(op, options, ['scale', 'ratio', 'interpolation']);
  const { scale = [0.08, 1], ratio = [3 / 4, 4 / 3], interpolation = 'bilinear' } = chosen;
  const size = cropSize(op, height, width);
  const areas = amountOf(op, 'scale', scale, 1e-4, 1);
  const [low, high] = amountOf(op, 'ratio', ratio, 0.01, 100);
  return {
    kind: op,
    size,
    resampling: resamplingOf(op, { fillMode: 'nearest', interpolation }),
    move(frame, rng) {
      const area = times(draw(areas, frame.count, rng), frame.height * frame.width);
      const shape = rootOf(exponentialOf(draw([Math.log(low), Math.log(high)], frame.count, rng)));
      const partWidth = atMost(times(rootOf(area), shape), frame.width);
      const partHeight = atMost(over(rootOf(area), shape), frame.height);
      const left = times(draw([0, 1], frame.count, rng), minus(frame.width, partWidth));
      const top = times(draw([0, 1], frame.count, rng), minus(frame.height, partHeight));
      const [a, c] = along(left, partWidth, width);
      const [e, f] = along(top, partHeight, height);
      return [a, 0, c, 0, e, f, 0, 0, 1];
    },
  };
}

/** Factor and summand that read `size` pixels from a part, edge upon edge. */
function along(start: PerImage, part: PerImage, size: number): readonly [PerImage, PerImage] {
  const factor = over(part, size);
  return [factor, plus(start, minus(times(factor, 0.5), 0.5))];
}
