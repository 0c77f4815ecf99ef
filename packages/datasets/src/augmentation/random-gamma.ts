import { add, mul, pow, sub, type Tensor } from '@descent/core';
import type { PixelAugmentation } from './augmentation.js';
import { draw, type Factor, rangeOf } from './factor.js';
import { besideImages } from './per-image.js';
import { type ValueRangeOptions, valueRangeOf, within } from './value-range.js';

/**
 * Images whose middle tones are lighter or darker, while black and white stay: v becomes v^γ, for v from 0 (black) to
 * 1 (white).
 *
 * @param factor - 0.3 draws γ from 0.7 to 1.3; γ above 1 is darker
 * @throws ValueError for a factor outside [0, 0.99], a pair below 0.01, or an impossible value range
 * @see torchvision `functional.adjust_gamma`, for one γ; Keras has none
 * @example augment([randomGamma(0.3)])
 */
export function randomGamma(factor: Factor, options: ValueRangeOptions = {}): PixelAugmentation {
  const range = rangeOf('randomGamma', 'factor', factor, { neutral: 1, least: 0.01 });
  const values = valueRangeOf('randomGamma', options);
  const [black, white] = values;
  return {
    kind: 'randomGamma',
    repaint(x, rng) {
      const gamma = draw(range, x.shape[0] as number, rng);
      if (gamma === 1) return x;
      const unit = mul(sub(within(x, values), black) as Tensor, 1 / (white - black)) as Tensor;
      const bent = pow(unit, besideImages(gamma)) as Tensor;
      return add(mul(bent, white - black) as Tensor, black) as Tensor;
    },
  };
}
