import type { PixelAugmentation } from './augmentation.js';
import { blend } from './blend.js';
import { colorChannels, lightnessOf } from './color-channels.js';
import { draw, type Factor, rangeOf } from './factor.js';
import { type ValueRangeOptions, valueRangeOf } from './value-range.js';

/**
 * Images with stronger or weaker colours: the distance of each pixel from grey of its lightness is multiplied.
 *
 * @param factor - 0.5 multiplies by 0.5 to 1.5; 0 is a grey image
 * @throws ValueError for a factor outside [0, 1], a pair below 0, or an impossible value range; ShapeError, when called,
 * for images of other than 3 channels
 * @see torchvision `ColorJitter` with `saturation`, the same; Keras `RandomSaturation`, whose factor f multiplies the
 * saturation of the HSV form by f / (1 − f); Keras `RandomColorDegeneration` goes towards grey only
 * @example augment([randomSaturation(0.5)])
 */
export function randomSaturation(factor: Factor, options: ValueRangeOptions = {}): PixelAugmentation {
  const op = 'randomSaturation';
  const range = rangeOf(op, 'factor', factor, { neutral: 1, least: 0 });
  const values = valueRangeOf(op, options);
  return {
    kind: op,
    repaint(x, rng) {
      const channels = colorChannels(op, x);
      const times = draw(range, x.shape[0] as number, rng);
      return blend(() => lightnessOf(channels), x, times, values);
    },
  };
}
