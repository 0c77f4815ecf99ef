import { add, mul, normal, type Tensor } from '@descent/core';
import type { PixelAugmentation } from './augmentation.js';
import { amountOf, draw, type Factor } from './factor.js';
import { besideImages, times } from './per-image.js';
import { type ValueRangeOptions, valueRangeOf, within } from './value-range.js';

/**
 * Adds normal noise of mean 0 to every value, as sensors do in poor light.
 *
 * @param stddev - standard deviation, in parts of the way from black to white; a pair is drawn from, for each image
 * @throws ValueError for one below 0, or an impossible value range
 * @see Keras `GaussianNoise`, a layer that does not clip, as our `gaussianNoise`; torchvision v2 `GaussianNoise`
 * @example augment([randomNoise([0, 0.05])])
 */
export function randomNoise(stddev: Factor, options: ValueRangeOptions = {}): PixelAugmentation {
  const range = amountOf('randomNoise', 'stddev', stddev, 0);
  const values = valueRangeOf('randomNoise', options);
  return {
    kind: 'randomNoise',
    repaint(x, rng) {
      const amount = times(draw(range, x.shape[0] as number, rng), values[1] - values[0]);
      if (amount === 0) return x;
      return within(add(x, mul(normal(rng, x.shape), besideImages(amount)) as Tensor) as Tensor, values);
    },
  };
}
