import { add, type Tensor } from '@descent/core';
import type { PixelAugmentation } from './augmentation.js';
import { draw, type Factor, rangeOf } from './factor.js';
import { besideImages, times } from './per-image.js';
import { type ValueRangeOptions, valueRangeOf, within } from './value-range.js';

/**
 * Images lighter or darker: adds the same to all values.
 *
 * @param factor - parts of the way from black to white: 0.2 adds from −0.2 to 0.2 of it
 * @throws ValueError for a factor outside [−1, 1] or an impossible value range
 * @see Keras `RandomBrightness`, the same; torchvision `ColorJitter` with `brightness` multiplies instead
 * @example augment([randomBrightness(0.2)])
 */
export function randomBrightness(factor: Factor, options: ValueRangeOptions = {}): PixelAugmentation {
  const range = rangeOf('randomBrightness', 'factor', factor, { least: -1, most: 1 });
  const values = valueRangeOf('randomBrightness', options);
  return {
    kind: 'randomBrightness',
    repaint(x, rng) {
      const more = times(draw(range, x.shape[0] as number, rng), values[1] - values[0]);
      return more === 0 ? x : within(add(x, besideImages(more)) as Tensor, values);
    },
  };
}
