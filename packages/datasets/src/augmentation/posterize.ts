import { add, checkWhole, floor, mul, round, sub, type Tensor } from '@descent/core';
import type { PixelAugmentation } from './augmentation.js';
import { type ValueRangeOptions, valueRangeOf, within } from './value-range.js';

/**
 * Images with fewer shades: of each byte, black being 0 and white 255, only the upper bits are kept. Rounding hides the
 * gradient, which is 0.
 *
 * @param bits - from 1 to 8; 8 only rounds to bytes
 * @throws ValueError for another number of bits or an impossible value range
 * @see torchvision `RandomPosterize`, for half of the images; Keras `RandomPosterization`
 * @example augment([posterize(4)])
 */
export function posterize(bits: number, options: ValueRangeOptions = {}): PixelAugmentation {
  checkWhole('posterize', 'bits', bits, 1, 8);
  const values = valueRangeOf('posterize', options);
  const [black, white] = values;
  const step = 2 ** (8 - bits);
  return {
    kind: 'posterize',
    repaint(x) {
      const bytes = round(mul(sub(within(x, values), black) as Tensor, 255 / (white - black)) as Tensor);
      const kept = floor(mul(bytes, 1 / step) as Tensor);
      return add(mul(kept, (step * (white - black)) / 255) as Tensor, black) as Tensor;
    },
  };
}
