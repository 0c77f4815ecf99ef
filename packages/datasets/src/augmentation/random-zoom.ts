import { checkOptions } from '@descent/core';
import type { GeometricAugmentation, ResamplingOptions } from './augmentation.js';
import { draw, type Factor, rangeOf } from './factor.js';
import { plus } from './per-image.js';
import { aroundMiddle } from './projection.js';
import { resamplingOf } from './resampling.js';

/** Options of {@link randomZoom}. */
export interface ZoomOptions extends ResamplingOptions {
  /** Factor of the width, drawn on its own. Default: what is drawn for the height, so that nothing is squeezed. */
  readonly widthFactor?: Factor;
}

/**
 * Images nearer or farther. As in Keras a factor above 0 shows more of the image, smaller, and one below 0 less of it,
 * larger: 0.2 fits 1.2 images into one. torchvision's `scale` is 1 / (1 + factor).
 *
 * @param factor - of the height, above −1
 * @throws ValueError for a factor outside [−0.99, 1] and unknown options
 * @see Keras `RandomZoom`; torchvision `RandomAffine` with `scale`
 * @example augment([randomZoom(0.2)])
 */
export function randomZoom(factor: Factor, options: ZoomOptions = {}): GeometricAugmentation {
  const limits = { least: -0.99, most: 1 };
  const range = rangeOf('randomZoom', 'factor', factor, limits);
  const names = ['widthFactor', 'fillMode', 'fillValue', 'interpolation'] as const;
  const { widthFactor, ...resampling } = checkOptions('randomZoom', options, names);
  const widthRange =
    widthFactor === undefined ? undefined : rangeOf('randomZoom', 'widthFactor', widthFactor, limits);
  return {
    kind: 'randomZoom',
    resampling: resamplingOf('randomZoom', resampling),
    move(frame, rng) {
      const y = plus(draw(range, frame.count, rng), 1);
      const x = widthRange ? plus(draw(widthRange, frame.count, rng), 1) : y;
      return aroundMiddle([x, 0, 0, y], frame);
    },
  };
}
