import { checkOptions, describeValue, normal, type Rng, type Tensor, ValueError, where } from '@descent/core';
import type { PixelAugmentation } from './augmentation.js';
import { amountOf, draw, type Range } from './factor.js';
import { frameOf } from './frame.js';
import {
  atMost,
  exponentialOf,
  floorOf,
  minus,
  over,
  type PerImage,
  plus,
  rootOf,
  times,
} from './per-image.js';
import { inRectangle } from './rectangles.js';

/** Options of {@link randomErasing}. */
export interface ErasingOptions {
  /** The rectangle's share of the image's area. Default [0.02, 0.33]. */
  readonly scale?: Range;
  /** Width by height of the rectangle. Default [0.3, 3.3]. */
  readonly ratio?: Range;
  /** What is put there: a number (default 0), or `'noise'`, standard normal numbers. */
  readonly fillValue?: number | 'noise';
}

/**
 * A rectangle of each image, of an area, a shape and at a place drawn at random, is painted over, so that a net cannot
 * rely on one part alone. Boxes and masks stay: what they mark is there, only hidden. For some images only, wrap it:
 * `randomApply(randomErasing(), 0.5)`.
 *
 * @throws ValueError for shares outside [0, 1], ratios outside [0.01, 100], and another fill value
 * @see torchvision `RandomErasing`, by default for half of the images, which draws again where a rectangle is larger
 * than the image (here it is cut to the image); Keras `RandomErasing`, whose scale is that of each side and whose default
 * is noise; Zhong et al., Random erasing data augmentation, arXiv:1708.04896
 * @example augment([randomErasing({ scale: [0.02, 0.2] })])
 */
export function randomErasing(options: ErasingOptions = {}): PixelAugmentation {
  const op = 'randomErasing';
  const chosen = checkOptions(op, options, ['scale', 'ratio', 'fillValue']);
  const { scale = [0.02, 0.33], ratio = [0.3, 3.3], fillValue = 0 } = chosen;
  const areas = amountOf(op, 'scale', scale, 0, 1);
  const [low, high] = amountOf(op, 'ratio', ratio, 0.01, 100);
  if (fillValue !== 'noise' && !Number.isFinite(fillValue))
    throw new ValueError(
      `${op}: fillValue must be a finite number or 'noise', got ${describeValue(fillValue)}`,
    );
  return {
    kind: op,
    repaint(x, rng) {
      const frame = frameOf(x);
      const { count, height, width } = frame;
      if (areas[1] === 0) return x;
      const side = rootOf(times(draw(areas, count, rng), height * width));
      const shape = rootOf(exponentialOf(draw([Math.log(low), Math.log(high)], count, rng)));
      const [left, right] = placed(times(side, shape), width, count, rng);
      const [top, bottom] = placed(over(side, shape), height, count, rng);
      const filling = fillValue === 'noise' ? normal(rng, x.shape) : fillValue;
      return where(inRectangle({ left, right, top, bottom }, frame), filling, x) as Tensor;
    },
  };
}

/** First pixel and the one after the last of a stretch of about `length`, wholly on an axis of `size` pixels. */
function placed(length: PerImage, size: number, count: number, rng: Rng): readonly [PerImage, PerImage] {
  const whole = atMost(floorOf(plus(length, 0.5)), size);
  const first = floorOf(times(draw([0, 1], count, rng), minus(size + 1, whole)));
  return [first, plus(first, whole)];
}
