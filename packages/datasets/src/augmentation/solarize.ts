import { describeValue, greaterEqual, sub, type Tensor, ValueError, where } from '@descent/core';
import type { PixelAugmentation } from './augmentation.js';
import { type ValueRangeOptions, valueRangeOf, within } from './value-range.js';

/**
 * Images whose light parts are inverted, as film that has seen too much light.
 *
 * @param threshold - values from here on are inverted; parts of the way from black to white. Default 0.5
 * @throws ValueError for a threshold outside [0, 1] or an impossible value range
 * @see torchvision `RandomSolarize`, for half of the images; Keras `Solarization`, which can also add before
 * @example augment([randomApply(solarize(0.8), 0.2)])
 */
export function solarize(threshold = 0.5, options: ValueRangeOptions = {}): PixelAugmentation {
  if (!(typeof threshold === 'number' && threshold >= 0 && threshold <= 1))
    throw new ValueError(`solarize: threshold must lie in [0, 1], got ${describeValue(threshold)}`);
  const values = valueRangeOf('solarize', options);
  const [black, white] = values;
  return {
    kind: 'solarize',
    repaint(x) {
      const isLight = greaterEqual(x, black + threshold * (white - black)) as Tensor;
      return within(where(isLight, sub(black + white, x) as Tensor, x) as Tensor, values);
    },
  };
}
