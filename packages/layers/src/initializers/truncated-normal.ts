import { checkOptions, type Rng, type Shape, sizeOf, withRecipe } from '@descent/core';
import type { Initializer } from './initializer.js';

/**
 * Numbers from a normal distribution; those further than two standard deviations from the mean are drawn again.
 * @param options - mean (default 0) and standard deviation before cutting (default 0.05)
 * @example dense(64, { kernelInitializer: truncatedNormal({ stddev: 0.02 }) })
 */
export function truncatedNormal(options: { mean?: number; stddev?: number } = {}): Initializer {
  const { mean = 0, stddev = 0.05 } = checkOptions('truncatedNormal', options, ['mean', 'stddev']);
  const values = (shape: Shape, rng: Rng): Float32Array =>
    Float32Array.from(standardTruncated(sizeOf(shape), rng), (z) => mean + stddev * z);
  return withRecipe(values, 'truncatedNormal', { mean, stddev });
}

function standardTruncated(n: number, rng: Rng): Float64Array {
  const values = new Float64Array(n);
  let filled = 0;
  while (filled < n) {
    for (const z of rng.normalArray(n - filled)) if (Math.abs(z) < 2) values[filled++] = z;
  }
  return values;
}
