import { cos, sin, type Tensor } from '@descent/core';
import type { GeometricAugmentation, ResamplingOptions } from './augmentation.js';
import { draw, type Factor, rangeOf } from './factor.js';
import { each, times } from './per-image.js';
import { aroundMiddle } from './projection.js';
import { resamplingOf } from './resampling.js';

/**
 * Images turned around their middle, against the clock for positive angles.
 *
 * @param factor - parts of a full turn, as in Keras: 0.1 draws angles from −36° to 36°. torchvision's `degrees` are 360
 * times as many
 * @param options - what lies outside: torchvision has a constant there, and reads the nearest pixel
 * @throws ValueError for a factor outside [−1, 1] and unknown options
 * @see Keras `RandomRotation`, torchvision `RandomRotation`
 * @example augment([randomRotation(0.1)])
 */
export function randomRotation(factor: Factor, options: ResamplingOptions = {}): GeometricAugmentation {
  const range = rangeOf('randomRotation', 'factor', factor, { least: -1, most: 1 });
  return {
    kind: 'randomRotation',
    resampling: resamplingOf('randomRotation', options),
    move(frame, rng) {
      const angle = times(draw(range, frame.count, rng), 2 * Math.PI);
      const cosine = each(angle, Math.cos, (x) => cos(x) as Tensor);
      const sine = each(angle, Math.sin, (x) => sin(x) as Tensor);
      return aroundMiddle([cosine, times(sine, -1), sine, cosine], frame);
    },
  };
}
