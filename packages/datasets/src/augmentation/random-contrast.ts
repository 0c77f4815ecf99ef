import { mean, type Tensor } from '@descent/core';
import type { PixelAugmentation } from './augmentation.js';
import { blend } from './blend.js';
import { draw, type Factor, rangeOf } from './factor.js';
import { type ValueRangeOptions, valueRangeOf } from './value-range.js';

/**
 * Images with more or less contrast: the distance of each value from the mean of its channel and image is multiplied.
 *
 * @param factor - 0.2 multiplies by 0.8 to 1.2; 0 would be grey
 * @throws ValueError for a factor outside [0, 1], a pair below 0, or an impossible value range
 * @see Keras `RandomContrast`, whose pair (a, b) is ours [1 − a, 1 + b]; torchvision `ColorJitter` with `contrast`,
 * which takes one mean of all channels, as eyes weigh them
 * @example augment([randomContrast(0.2)])
 */
export function randomContrast(factor: Factor, options: ValueRangeOptions = {}): PixelAugmentation {
  const range = rangeOf('randomContrast', 'factor', factor, { neutral: 1, least: 0 });
  const values = valueRangeOf('randomContrast', options);
  return {
    kind: 'randomContrast',
    repaint(x, rng) {
      const times = draw(range, x.shape[0] as number, rng);
      return blend(() => mean(x, [1, 2], { keepDims: true }) as Tensor, x, times, values);
    },
  };
}
