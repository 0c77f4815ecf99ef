import { checkOptions, type Rng, type Shape, sizeOf, withRecipe } from '@descent/core';
import type { Initializer } from './initializer.js';

/**
 * Numbers spread evenly over [min, max).
 * @param options - bounds, default −0.05 and 0.05
 * @example dense(64, { kernelInitializer: randomUniform({ min: -0.1, max: 0.1 }) })
 */
export function randomUniform(options: { min?: number; max?: number } = {}): Initializer {
  const { min = -0.05, max = 0.05 } = checkOptions('randomUniform', options, ['min', 'max']);
  const values = (shape: Shape, rng: Rng): Float32Array =>
    Float32Array.from(rng.uniformArray(sizeOf(shape)), (u) => min + (max - min) * u);
  return withRecipe(values, 'randomUniform', { min, max });
}
