import { add, div, greater, max, min, mul, sub, type Tensor, where } from '@descent/core';
import type { PixelAugmentation } from './augmentation.js';
import { type ValueRangeOptions, valueRangeOf } from './value-range.js';

/**
 * Images with all the contrast that there is: in each channel of each image the least value becomes black and the
 * largest white. Channels of one value stay.
 *
 * @throws ValueError for an impossible value range
 * @see torchvision `RandomAutocontrast`, for half of the images; Keras `AutoContrast`
 * @example augment([randomApply(autoContrast(), 0.2)])
 */
export function autoContrast(options: ValueRangeOptions = {}): PixelAugmentation {
  const [black, white] = valueRangeOf('autoContrast', options);
  return {
    kind: 'autoContrast',
    repaint(x) {
      const least = min(x, [1, 2], { keepDims: true }) as Tensor;
      const spread = sub(max(x, [1, 2], { keepDims: true }) as Tensor, least) as Tensor;
      const hasSpread = greater(spread, 0) as Tensor;
      const unit = div(sub(x, least) as Tensor, where(hasSpread, spread, 1) as Tensor) as Tensor;
      return where(hasSpread, add(mul(unit, white - black) as Tensor, black) as Tensor, x) as Tensor;
    },
  };
}
