import { checkOptions, type Rng, type Shape, sizeOf, withRecipe } from '@descent/core';
import type { Initializer } from './initializer.js';

/**
 * Numbers from a normal distribution.
 * @param options - mean (default 0) and standard deviation (default 0.05)
 * @example dense(64, { kernelInitializer: randomNormal({ stddev: 0.01 }) })
 */
export function randomNormal(options: { mean?: number; stddev?: number } = {}): Initializer {
  const { mean = 0, stddev = 0.05 } = checkOptions('randomNormal', options, ['mean', 'stddev']);
  const values = (shape: Shape, rng: Rng): Float32Array =>
    Float32Array.from(rng.normalArray(sizeOf(shape)), (z) => mean + stddev * z);
  return withRecipe(values, 'randomNormal', { mean, stddev });
}
